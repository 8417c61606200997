with

parts as (
    select * from {{ ref('int_wpm_parts') }}
),

cells as (
    select * from {{ ref('int_wpm_cell_emissions') }}
    where kentallen_of = 'own'
),

privacy_levels as (
    select * from {{ ref('stg_wpm_privacy_levels') }}
),

-- What tells persons apart at the finest level. A person has far fewer of these than parts, and every level copies them.
travellers as (
    select distinct
        reporting_year,
        person_key,
        is_company_vehicle,
        kvk_number,
        block,
        category,
        has_line,
        travel_mode,
        energy
    from parts
    where person_key is not null
),

-- Persons by cell; and whether they travelled in a company vehicle, since a footprint tells those by litres and the
-- others by kilometres: a group less what the footprint tells of it would be the rest.
levelled as (
    select
        travellers.reporting_year,
        travellers.person_key,
        travellers.is_company_vehicle,
        privacy_levels.privacy_level,
        privacy_levels.level_order,
        -- What is counted by one key figure and by one factor of the footprint. On foot and by bicycle have none in either.
        case
            when travellers.has_line
                then
                    cells.category
                    || case when cells.no_co2_reason is null then '|with CO2|' else '|without CO2|' end
                    || case
                        when travellers.travel_mode in ('walk', 'bicycle') then 'active'
                        else travellers.travel_mode || '|' || travellers.energy
                    end
        end as travel_class,
        case when privacy_levels.keeps_kvk then travellers.kvk_number end as kvk_number,
        case when privacy_levels.keeps_purpose then cells.purpose end as purpose,
        case when privacy_levels.keeps_mode_group then cells.mode_group end as mode_group,
        case when privacy_levels.keeps_category then cells.category end as category
    from travellers
    inner join cells
        on travellers.kvk_number = cells.kvk_number
        and travellers.reporting_year = cells.reporting_year
        and travellers.block = cells.block
        and travellers.category = cells.category
    cross join privacy_levels
),

persons_per_group as (
    select
        reporting_year,
        privacy_level,
        level_order,
        count(distinct person_key) as persons,
        count(distinct case when is_company_vehicle then person_key end) as persons_in_company_vehicles,
        count(distinct case when not is_company_vehicle then person_key end) as other_persons
    from levelled
    group by
        reporting_year,
        privacy_level,
        level_order,
        kvk_number,
        purpose,
        mode_group,
        category
),

-- Kilometres and kilograms of a group are two sums over the same persons, the footprint makes more: who knows the
-- factors can solve the classes of travel in a group. So each class has five persons as well.
persons_per_class as (
    select
        reporting_year,
        privacy_level,
        level_order,
        count(distinct person_key) as persons,
        count(distinct case when is_company_vehicle then person_key end) as persons_in_company_vehicles,
        count(distinct case when not is_company_vehicle then person_key end) as other_persons
    from levelled
    where travel_class is not null
    group by
        reporting_year,
        privacy_level,
        level_order,
        kvk_number,
        purpose,
        mode_group,
        category,
        travel_class
),

all_groups as (
    select * from persons_per_group
    union all
    select * from persons_per_class
),

levels as (
    select
        reporting_year,
        privacy_level,
        level_order,
        max(
            case
                when persons between 1 and 4 then 1
                when persons_in_company_vehicles between 1 and 4 or other_persons between 1 and 4 then 1
                else 0
            end
        ) as has_small_group
    from all_groups
    group by
        reporting_year,
        privacy_level,
        level_order
),

-- The finest level without a group of one to four persons, for the whole year at once, so that no small group follows
-- by taking published groups from a published total. A year in which even a class of travel of the whole company and a
-- purpose has one to four persons is not published: the footprint and the WPM are two sums over the same travel, and who
-- knows both sets of factors could solve such a class from them. The form itself, in audit, is whole.
ranked as (
    select
        reporting_year,
        privacy_level,
        row_number() over (partition by reporting_year order by level_order) as level_rank
    from levels
    where has_small_group = 0
),

chosen as (
    select
        ranked.reporting_year,
        ranked.privacy_level,
        privacy_levels.keeps_kvk,
        privacy_levels.keeps_purpose,
        privacy_levels.keeps_mode_group,
        privacy_levels.keeps_category
    from ranked
    inner join privacy_levels
        on ranked.privacy_level = privacy_levels.privacy_level
    where ranked.level_rank = 1
)

select * from chosen
