with

gwp as (
    select * from {{ ref('stg_factors__gwp') }}
),

blends as (
    select
        blend,
        component,
        {{ read_decimal('mass_share_pct', 9, 3) }} as mass_share_pct
    from {{ ref('refrigerant_blends') }}
),

-- By the components of the same assessment report; a blend with a component that the report does not print cannot be told.
computed as (
    select
        whole.edition_id,
        whole.refrigerant,
        max(whole.gwp100) as printed_gwp,
        cast(sum(blends.mass_share_pct * parts.gwp100) as decimal(27, 9)) as hundredfold_gwp,
        sum(blends.mass_share_pct) as share_pct
    from gwp as whole
    inner join blends
        on lower(whole.refrigerant) = lower(blends.blend)
    left join gwp as parts
        on whole.edition_id = parts.edition_id
        and lower(blends.component) = lower(parts.refrigerant)
    group by
        whole.edition_id,
        whole.refrigerant
    having count(*) = count(parts.gwp100)
)

select
    {{ finding(
        key=['edition_id', 'refrigerant'],
        message=say(['refrigerant', "' in '", 'edition_id', "' has GWP '", short('printed_gwp'), "', its parts ('", short('share_pct'), "'% of its mass) make a hundredth of '", short('hundredfold_gwp')]),
        extract_name="'refrigerant_blends'",
        line_id='refrigerant'
    ) }}
from computed
where
    -- Printed in whole numbers.
    abs(hundredfold_gwp - printed_gwp * 100) > 100
    or share_pct <> 100
