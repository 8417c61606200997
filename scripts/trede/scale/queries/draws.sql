-- Repeatable draws: macros whose answers follow from the seed and a number alone. No random(): a line is a function of its
-- number, so that months can be written side by side, and the same seed gives the same bytes on one version of DuckDB.
--
-- draw: 64 bits. below: 0 to size - 1. in_thousand: true in `share` of 1,000. skewed: 1 to 2^levels - 1, the first with a
-- share of 1/levels, the next two sharing 1/levels, the next four, and so on: Zipf by steps and in whole numbers, because
-- pow() and ln() differ between machines.

create or replace macro draw(stream, number) as
    hash(cast(getvariable('seed') as bigint), stream, cast(number as bigint));

create or replace macro below(stream, number, size) as
    cast(draw(stream, number) % cast(size as ubigint) as bigint);

create or replace macro in_thousand(stream, number, share) as
    below(stream, number, 1000) < share;

create or replace macro skewed(stream, number, levels) as
    (1 << cast(draw(stream, number) % levels as integer))
    + cast((draw(stream, number) >> 24) % (1::ubigint << (draw(stream, number) % levels)) as bigint);

create or replace macro pseudonym(kind, number) as
    kind || '-' || lower(lpad(to_hex(hash(cast(getvariable('seed') as bigint), kind, cast(number as bigint)) % 281474976710656), 12, '0'));

create or replace macro numbered(kind, number, digits) as
    kind || lpad(cast(number as varchar), digits, '0');

-- A whole number of hundredths or thousandths as decimal text: '42.17', '-0.05'.
create or replace macro as_cents(number) as
    cast(cast(number as decimal(18, 0)) * 0.01 as varchar);

create or replace macro as_thousandths(number) as
    cast(cast(number as decimal(18, 0)) * 0.001 as varchar);

-- The first day of a month, counted from the first delivery month; months before it have negative numbers.
create or replace macro month_day(month_number) as
    cast(cast(getvariable('start_day') as date) + to_months(cast(month_number as integer)) as date);

-- Which kinds of keys there are.
create or replace macro entity(number) as
    numbered('entity_', number, 2);

create or replace macro drawn_entity(number) as
    entity(skewed('entity', number, getvariable('entity_levels')));

create or replace macro supplier(number) as
    numbered('s-', number, 5);

-- One in five lines is of the first supplier, whatever their number.
create or replace macro drawn_supplier(number) as
    supplier(case when in_thousand('large supplier', number, 200) then 1 else skewed('supplier', number, getvariable('supplier_levels')) end);

create or replace macro drawn_vehicle(number) as
    skewed('vehicle', number, getvariable('vehicle_levels'));

create or replace macro energy_of(vehicle) as
    case
        when vehicle % 10 in (0, 1, 2) then 'petrol'
        when vehicle % 10 in (3, 4, 5) then 'diesel'
        when vehicle % 10 = 6 then 'phev'
        else 'bev'
    end;

create or replace macro location(number) as
    numbered('loc_', number, 5);

-- Suppliers write a location in their own way.
create or replace macro location_as_written(number, line) as
    case below('spelling', line, 3)
        when 0 then location(number)
        when 1 then numbered('Vestiging ', number, 5)
        else numbered('VESTIGING-', number, 5)
    end;

create or replace macro meter(number) as
    numbered('ean-', number, 6);

-- Three of four meters are of power, one of gas; four at each location.
create or replace macro carrier_of(meter_number) as
    case when meter_number % 4 = 3 then 'gas' else 'electricity' end;

create or replace macro location_of(meter_number) as
    1 + meter_number // 4;

create or replace macro project(line) as
    case
        when in_thousand('project', line, 40) then numbered('project_', 1 + below('which project', line, 20), 2)
        when in_thousand('project', line, 41) then 'project_unknown'
    end;
