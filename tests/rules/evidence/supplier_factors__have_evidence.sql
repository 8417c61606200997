with

factors as (
    select * from {{ ref('stg_supplier_factors') }}
    where
        occurrence = 1
        and evidence_reference is null
),

used as (
    select
        factor_id,
        cast(sum(kg_co2e) as decimal(27, 6)) as kg_co2e
    from {{ ref('fct_emissions') }}
    where factor_edition_id = 'supplier_factors'
    group by factor_id
)

select
    {{ finding(
        key=['factors.line_id'],
        message=say(["'factor '", 'factors.line_id', "' of '", 'factors.supplier_id', "' for '", 'factors.product', "' names no evidence; '", short('used.kg_co2e', 0), "' kg rest on it'"]),
        extract_name="'supplier_factors'",
        line_id='factors.line_id',
        source_file='factors.source_file',
        source_row='factors.source_row',
        column_name="'evidence_reference'",
        kg_co2e='used.kg_co2e'
    ) }}
from factors
left join used
    on factors.line_id = used.factor_id
