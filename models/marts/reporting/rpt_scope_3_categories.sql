with

emissions as (
    select * from {{ ref('fct_emissions') }}
),

-- The company's own place of a category, for the few lines of the ledger that have one.
own_places as (
    select
        activity_id,
        reported_ghg_category
    from {{ ref('fct_spend_emissions') }}
    where reported_ghg_category is not null
),

-- Lines of the ledger are added up once: all sums of spend are made of these few rows.
spend as (
    select
        reporting_year,
        ghg_category,
        treatment,
        claim_status,
        count(*) as line_count,
        count(kg_co2e_alternative) as alternative_count,
        sum(kg_co2e_alternative) as kg_co2e_alternative,
        sum(counted_eur) as counted_eur,
        sum(case when kg_co2e is null then counted_eur else 0 end) as without_kg_eur
    from {{ ref('fct_spend_emissions') }}
    group by
        reporting_year,
        ghg_category,
        treatment,
        claim_status
),

years as (
    select * from {{ ref('int_company_years') }}
),

frame_lines as (
    select * from {{ ref('frame_lines') }}
),

-- Of two screenings of one category the last decision.
ranked_screenings as (
    select
        ghg_category,
        verdict,
        reason,
        row_number() over (partition by ghg_category order by decided_on desc nulls last, verdict, reason) as decision_rank
    from {{ ref('stg_category_screening') }}
),

screening as (
    select
        ghg_category,
        verdict,
        reason
    from ranked_screenings
    where decision_rank = 1
),

base_years as (
    select min(base_year) as base_year
    from {{ ref('stg_base_years') }}
    where line = 'scope_3'
),

totals as (
    select * from {{ ref('rpt_footprint_totals') }}
    where
        frame = 'ghg_protocol'
        and total_kind = 'line'
),

-- Where the same rows stand in the other frames: one ISO category each, and one line of the Ladder where there is one.
mappings as (
    select
        protocol.line,
        min(iso.line) as iso_category,
        case when min(ladder.line) = max(ladder.line) then min(ladder.line) end as ladder_line
    from {{ ref('frame_mapping') }} as protocol
    inner join {{ ref('frame_mapping') }} as iso
        on protocol.activity_category = iso.activity_category
        and protocol.component = iso.component
        and iso.frame = 'iso_14064'
    inner join {{ ref('frame_mapping') }} as ladder
        on protocol.activity_category = ladder.activity_category
        and protocol.component = ladder.component
        and ladder.frame = 'ladder'
    where protocol.frame = 'ghg_protocol'
    group by protocol.line
),

categories as (
    select
        {{ read_integer('substr(frame_lines.line, 3, 2)') }} as ghg_category,
        frame_lines.line,
        frame_lines.label_nl,
        frame_lines.label_en,
        mappings.iso_category,
        mappings.ladder_line,
        years.reporting_year
    from frame_lines
    cross join years
    left join mappings
        on frame_lines.line = mappings.line
    where
        frame_lines.frame = 'ghg_protocol'
        and frame_lines.scope = 'scope_3'
),

placed as (
    select
        emissions.reporting_year,
        emissions.ghg_line,
        emissions.ladder_line,
        coalesce('3.' || cast(own_places.reported_ghg_category as {{ dbt.type_string() }}), emissions.ladder_line) as reported_line,
        emissions.method,
        emissions.kg_co2e
    from emissions
    left join own_places
        on emissions.activity_id = own_places.activity_id
),

-- Emissions as well: each of the four ways of adding up adds these few rows.
measured as (
    select
        reporting_year,
        ghg_line,
        ladder_line,
        reported_line,
        method,
        count(*) as row_count,
        count(kg_co2e) as kg_count,
        sum(kg_co2e) as kg_co2e
    from placed
    group by
        reporting_year,
        ghg_line,
        ladder_line,
        reported_line,
        method
),

by_protocol as (
    select
        reporting_year,
        ghg_line,
        {% for method in ['supplier_specific', 'hybrid', 'average_data', 'activity', 'estimate', 'spend'] -%}
        {{ percentage("sum(case when method = '" ~ method ~ "' then kg_co2e else 0 end)", 'sum(kg_co2e)') }} as {{ method }}_pct,
        {% endfor -%}
        {{ to_tonnes('sum(kg_co2e)') }} as t_co2e
    from measured
    group by
        reporting_year,
        ghg_line
),

-- The other way of computing: every counted ledger line by its other factor, also one to which the chosen factor gives no
-- kg, and what is not spend as it is.
other_ways as (
    select
        reporting_year,
        ladder_line,
        row_count,
        kg_count as alternative_count,
        kg_co2e as kg_co2e_alternative
    from measured
    where method <> 'spend'
    union all
    select
        spend.reporting_year,
        ladder_places.line as ladder_line,
        spend.line_count as row_count,
        spend.alternative_count,
        spend.kg_co2e_alternative
    from spend
    inner join {{ ref('frame_mapping') }} as ladder_places
        on ladder_places.frame = 'ladder'
        and ladder_places.component = 'unsplit'
        and ladder_places.activity_category
        = 'spend_' || case when spend.ghg_category < 10 then '0' else '' end || cast(spend.ghg_category as {{ dbt.type_string() }})
    where spend.claim_status = 'counted'
),

-- An alternative that is missing on one row is missing in the sum: a part is not the whole.
by_other_way as (
    select
        reporting_year,
        ladder_line,
        case
            when sum(alternative_count) = sum(row_count) then {{ to_tonnes('sum(kg_co2e_alternative)') }}
        end as t_co2e_alternative
    from other_ways
    group by
        reporting_year,
        ladder_line
),

by_ladder as (
    select
        measured.reporting_year,
        measured.ladder_line,
        {{ to_tonnes('sum(measured.kg_co2e)') }} as t_co2e_ladder
    from measured
    inner join frame_lines
        on measured.ladder_line = frame_lines.line
        and frame_lines.frame = 'ladder'
        and frame_lines.scope = 'scope_3'
    group by
        measured.reporting_year,
        measured.ladder_line
),

by_report as (
    select
        measured.reporting_year,
        measured.reported_line,
        {{ to_tonnes('sum(measured.kg_co2e)') }} as t_co2e_as_reported
    from measured
    inner join frame_lines
        on measured.ladder_line = frame_lines.line
        and frame_lines.frame = 'ladder'
        and frame_lines.scope = 'scope_3'
    group by
        measured.reporting_year,
        measured.reported_line
),

spent as (
    select
        reporting_year,
        ghg_category,
        cast(sum(counted_eur) as decimal(19, 6)) as spend_eur,
        cast(sum(without_kg_eur) as decimal(19, 6)) as spend_without_kg_eur
    from spend
    where treatment = 'spend'
    group by
        reporting_year,
        ghg_category
),

joined as (
    select
        categories.ghg_category,
        categories.label_nl,
        categories.label_en,
        categories.reporting_year,
        categories.iso_category,
        categories.ladder_line,
        screening.verdict as screening_verdict,
        screening.reason as screening_reason,
        case
            when screening.verdict is null then 'not_screened'
            when screening.verdict = 'not_relevant' and (by_protocol.t_co2e <> 0 or spent.spend_without_kg_eur <> 0)
                then 'relevant_after_all'
            when screening.verdict = 'not_relevant' then 'not_relevant'
            when by_protocol.t_co2e is not null and spent.spend_without_kg_eur <> 0 then 'partly_quantified'
            when by_protocol.t_co2e is not null then 'quantified'
            when categories.reporting_year < base_years.base_year then 'before_base_year'
            else 'without_figure'
        end as state,
        by_protocol.t_co2e,
        by_ladder.t_co2e_ladder,
        by_report.t_co2e_as_reported,
        by_other_way.t_co2e_alternative,
        totals.low_t_co2e,
        totals.high_t_co2e,
        by_protocol.supplier_specific_pct,
        by_protocol.hybrid_pct,
        by_protocol.average_data_pct,
        by_protocol.activity_pct,
        by_protocol.estimate_pct,
        by_protocol.spend_pct,
        spent.spend_eur,
        spent.spend_without_kg_eur
    from categories
    cross join base_years
    left join screening
        on categories.ghg_category = screening.ghg_category
    left join by_protocol
        on categories.line = by_protocol.ghg_line
        and categories.reporting_year = by_protocol.reporting_year
    left join by_ladder
        on categories.line = by_ladder.ladder_line
        and categories.reporting_year = by_ladder.reporting_year
    left join by_other_way
        on categories.line = by_other_way.ladder_line
        and categories.reporting_year = by_other_way.reporting_year
    left join by_report
        on categories.line = by_report.reported_line
        and categories.reporting_year = by_report.reporting_year
    left join totals
        on categories.line = totals.total_key
        and categories.reporting_year = totals.reporting_year
    left join spent
        on categories.ghg_category = spent.ghg_category
        and categories.reporting_year = spent.reporting_year
)

select * from joined
