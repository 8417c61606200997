with

wpm_choices as (
    select
        kvk_number,
        {{ adapter.quote('year') }} as reporting_year,
        choice,
        {{ adapter.quote('value') }} as chosen_value
    from {{ ref('stg_wpm_choices') }}
),

jaargangen as (
    select * from {{ ref('stg_wpm_jaargangen') }}
),

categories as (
    select * from {{ ref('stg_wpm_categories') }}
    where
        mode_group = 'car'
        and is_on_form
),

entities as (
    select distinct kvk_number from {{ ref('stg_entities_in_time') }}
    where kvk_number is not null
),

described as (
    select
        wpm_choices.*,
        wpm_choices.kvk_number in ('*', 'unknown') or entities.kvk_number is not null as is_known_kvk_number,
        case wpm_choices.choice
            when 'jaargang' then jaargangen.jaargang is not null
            when 'unknown_fuel_category' then categories.category is not null
            when 'flat_private_km' then coalesce({{ read_number('wpm_choices.chosen_value') }} >= 0, false)
            else false
        end as is_usable
    from wpm_choices
    left join jaargangen
        on {{ read_integer('wpm_choices.chosen_value') }} = jaargangen.jaargang
    left join categories
        on wpm_choices.chosen_value = categories.category
    left join entities
        on wpm_choices.kvk_number = entities.kvk_number
)

-- Of two faults the number is told first: a choice for nobody is not used, whatever it says.
select
    {{ finding(
        key=['kvk_number', 'reporting_year', 'choice', 'chosen_value'],
        message="case when is_known_kvk_number then " ~ say([
            "'choice '", 'choice', "' for KVK number '", 'kvk_number', "' and '", 'reporting_year', "': '", 'chosen_value',
            "' is no jaargang, car category of the form or number of kilometres'"
        ]) ~ " else " ~ say([
            "'choice '", 'choice', "' for KVK number '", 'kvk_number', "' and '", 'reporting_year',
            "': no entity has this number, so nothing is chosen; leading zeros belong to it'"
        ]) ~ " end",
        given=['reporting_year'],
        extract_name="'wpm_choices'",
        column_name="case when is_known_kvk_number then 'value' else 'kvk_number' end",
        cell_value='case when is_known_kvk_number then chosen_value else kvk_number end'
    ) }}
from described
where
    not is_usable
    or not is_known_kvk_number
