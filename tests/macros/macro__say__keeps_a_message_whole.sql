-- Literals, columns of several types, an empty column, a quote inside a literal, a separator.
with

given as (
    select
        cast('fust' as {{ dbt.type_string() }}) as unit,
        cast(12.345000 as decimal(19, 6)) as quantity,
        cast(2024 as integer) as reporting_year,
        cast(null as {{ dbt.type_string() }}) as nothing
),

found as (
    select
        'a message' as example,
        {{ say(["'unit '''", 'unit', "''' of '", 'reporting_year']) }} as found,
        'unit ''fust'' of 2024' as wanted
    from given
    union all
    select
        'an empty column' as example,
        {{ say(["'meter '", 'nothing', "' reads'"]) }} as found,
        'meter (empty) reads' as wanted
    from given
    union all
    select
        'a key' as example,
        {{ say(['unit', 'nothing', 'reporting_year'], "'|'", "''") }} as found,
        'fust||2024' as wanted
    from given
    union all
    select
        'a short quantity' as example,
        {{ say([short('quantity', 2), "' l'"]) }} as found,
        '12.35 l' as wanted
    from given
    union all
    select
        'a literal' as example,
        {{ literal("Vestiging 't Gooi ") }} as found,
        'Vestiging ''t Gooi' as wanted
)

select * from found
where
    found is null
    or found <> wanted
