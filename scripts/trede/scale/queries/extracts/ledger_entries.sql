with documents as (
    -- Three lines make a booking: costs, deductible VAT, and the creditor on the other side.
    select
        *,
        content // 3 as document,
        content % 3 as part,
        -- 1.00 to some 10,000 euro, most of it small; one in 500 a hundred times as large.
        (100 + below('euros', content // 3, 1000) * below('more euros', content // 3, 1000))
        * case when below('large', content // 3, 500) = 0 then 100 else 1 end as net_cents
    from delivered_lines('LE', 3)
),

booked as (
    select
        *,
        case when in_thousand('untaxed', document, 100) then 0 else (net_cents * 21 + 50) // 100 end as vat_cents,
        skewed('account', document, 5) as account_rank,
        drawn_supplier(document) as supplier_id
    from documents
)

select
    line_id,
    delivery_id,
    source_file,
    source_row,
    numbered('INK', original // 3, 9) as source_document,
    drawn_entity(document) as entity_id,
    case when part = 2 then 'inkoop' when in_thousand('journal', line, 50) then 'memoriaal' else 'inkoop' end as journal,
    numbered('INK', original // 3, 9) as document_number,
    date_text(unreadable, day) as booking_date,
    case
        when part = 1 then '1500'
        when part = 2 then '1400'
        when in_thousand('unknown account', content, 10) then '4999'
        else [
            '4050', '4110', '4120', '4060', '4730', '4720', '4510', '4310', '4210', '4130', '4140', '4070', '4350', '4340', '4740', '4750',
            '4520', '4610', '4620', '4710', '4810', '4230', '4240', '4250', '4220', '4320', '4330', '4410', '4420', '4430', '4000'
        ][account_rank]
    end as account_code,
    case when is_credit then 'Creditfactuur ' else 'Factuur ' end || cast(document % 9973 as varchar) as description,
    case when in_thousand('unknown supplier', document, 10) then 'x-' || cast(document % 97 as varchar) else supplier_id end as supplier_id,
    number_text(unreadable, as_cents(sign * case part when 0 then net_cents when 1 then vat_cents else - net_cents - vat_cents end)) as amount,
    case when in_thousand('currency', document, 5) then 'USD' when in_thousand('currency', document, 505) then 'EUR' end as currency,
    case when part = 0 then as_cents(sign * vat_cents) end as vat_amount,
    case when is_credit then numbered('LE-', content, 10) end as credits_line_id,
    project(document) as project_id
from booked
