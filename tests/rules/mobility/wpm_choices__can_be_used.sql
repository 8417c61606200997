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

described as (
    select
        wpm_choices.*,
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
)

select
    {{ finding(
        key=['kvk_number', 'reporting_year', 'choice', 'chosen_value'],
        message=say([
            "'choice '", 'choice', "' for KVK number '", 'kvk_number', "' and '", 'reporting_year', "': '", 'chosen_value',
            "' is no jaargang, car category of the form or number of kilometres'"
        ]),
        given=['reporting_year'],
        extract_name="'wpm_choices'",
        column_name="'value'",
        cell_value='chosen_value'
    ) }}
from described
where not is_usable
