with

ledger as (
    select * from {{ ref('int_ledger_amounts') }}
    where
        occurrence = 1
        and treatment in ('spend', 'covered_by_activity')
        and unreadable_reason is null
),

spend as (
    select * from {{ ref('fct_spend_emissions') }}
    where claim_status = 'counted'
),

price_levels as (
    select * from {{ ref('int_price_levels') }}
    where status = 'unverified'
),

-- What passes through a rate or an index: the amount itself, the way that drives the footprint, and the other one.
passed as (
    select
        ledger.currency_code || '_per_eur_yearly_average' as series,
        ledger.booking_year as price_year,
        'amounts of the ledger' as used_for,
        ledger.amount_eur,
        spend.kg_co2e
    from ledger
    left join spend
        on ledger.line_id = spend.line_id
        and ledger.occurrence = spend.occurrence
    where ledger.currency_code <> 'eur'
    {%- for way, prefix, kg in [('the chosen factor', '', 'kg_co2e'), ('the other factor', 'alternative_', 'kg_co2e_alternative')] %}
    union all
    select
        {{ prefix }}factor_currency || '_per_eur_yearly_average' as series,
        {{ prefix }}factor_price_year as price_year,
        '{{ way }}' as used_for,
        counted_eur as amount_eur,
        {{ kg }} as kg_co2e
    from spend
    where {{ prefix }}exchange_rate is not null
    {%- for year in ['price_level_year', prefix ~ 'factor_price_year'] %}
    union all
    select
        'cpi_nl_1962_100' as series,
        {{ year }} as price_year,
        '{{ way }}' as used_for,
        counted_eur as amount_eur,
        {{ kg }} as kg_co2e
    from spend
    where {{ prefix }}price_index_of_booking is not null
    {%- endfor %}
    {%- endfor %}
),

unverified as (
    select
        passed.series,
        passed.price_year,
        passed.used_for,
        count(*) as line_count,
        cast(sum(passed.amount_eur) as decimal(19, 6)) as amount_eur,
        cast(sum(passed.kg_co2e) as decimal(27, 6)) as kg_co2e
    from passed
    inner join price_levels
        on passed.series = price_levels.series
        and passed.price_year = price_levels.price_year
    group by
        passed.series,
        passed.price_year,
        passed.used_for
)

select
    {{ finding(
        key=['series', 'price_year', 'used_for'],
        message=say([
            "'unverified '", 'series', "' of '", 'price_year', "' is used for '", 'used_for', "': '", 'line_count', "' lines of together '",
            short('amount_eur', 2), "' euro and '", short('kg_co2e', 0), "' kg'"
        ]),
        extract_name="'price_levels'",
        line_id='series',
        column_name="'status'",
        cell_value='price_year',
        kg_co2e='kg_co2e'
    ) }}
from unverified
