with

emissions as (
    select
        reporting_year,
        factor_edition_id,
        cast(sum(abs(kg_co2e)) as decimal(27, 6)) as kg_co2e
    from {{ ref('fct_emissions') }}
    group by
        reporting_year,
        factor_edition_id
),

editions as (
    select * from {{ ref('stg_editions') }}
    where gwp_basis is not null
),

-- An edition that does not say its basis cannot be told to differ.
bases as (
    select
        emissions.reporting_year,
        editions.gwp_basis,
        sum(emissions.kg_co2e) as kg_co2e,
        row_number() over (partition by emissions.reporting_year order by sum(emissions.kg_co2e) desc, editions.gwp_basis) as basis_rank
    from emissions
    inner join editions
        on emissions.factor_edition_id = editions.edition_id
    where emissions.kg_co2e > 0
    group by
        emissions.reporting_year,
        editions.gwp_basis
),

main_bases as (
    select
        reporting_year,
        gwp_basis
    from bases
    where basis_rank = 1
)

select
    {{ finding(
        key=['bases.reporting_year', 'bases.gwp_basis'],
        message=say(["'the total of '", 'bases.reporting_year', "' rests on '", 'main_bases.gwp_basis', "', and for '", short('bases.kg_co2e', 0), "' kg on '", 'bases.gwp_basis']),
        reporting_year='bases.reporting_year',
        extract_name="'factor_choices'",
        kg_co2e='bases.kg_co2e'
    ) }}
from bases
inner join main_bases
    on bases.reporting_year = main_bases.reporting_year
where bases.basis_rank > 1
