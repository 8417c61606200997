with

factor_values as (
    select * from {{ ref('int_factor_values') }}
),

-- Rows that print a total without its combustion part.
unsplit as (
    select * from factor_values
    where wtw_factor_value is not null and ttw_factor_value is null
),

-- A share needs both figures, and a share of nothing is no share: a zero total gives its split to zero totals only.
donors as (
    select * from factor_values
    where wtw_factor_value >= 0 and ttw_factor_value >= 0
),

-- Complete lists come first, then the nearest year, then the later; of one year the later revision, which is
-- also the edition that the year takes unless a factor choice says otherwise (int_edition_choices).
candidates as (
    select
        unsplit.edition_id,
        unsplit.factor_key,
        unsplit.wtw_factor_value,
        donors.edition_id as split_edition_id,
        donors.wtw_factor_value as donor_wtw_factor_value,
        donors.ttw_factor_value as donor_ttw_factor_value,
        row_number() over (
            partition by unsplit.edition_id, unsplit.factor_key
            order by
                case donors.edition_kind when 'published_complete' then 0 else 1 end,
                abs(donors.edition_year - unsplit.edition_year),
                donors.edition_year desc,
                donors.revision desc,
                donors.edition_id
        ) as donor_rank
    from unsplit
    inner join donors
        on unsplit.factor_list = donors.factor_list
        and unsplit.factor_key = donors.factor_key
        and (donors.wtw_factor_value > 0 or unsplit.wtw_factor_value = 0)
),

chosen as (
    select * from candidates
    where donor_rank = 1
),

-- The donor's figures as whole numbers of 10^-9 kg: decimal division is not the same on every engine.
whole_numbers as (
    select
        edition_id,
        factor_key,
        split_edition_id,
        wtw_factor_value,
        {{ whole_number('cast(donor_wtw_factor_value as decimal(28, 9)) * 1000000000') }} as donor_wtw_nano,
        {{ whole_number('cast(donor_ttw_factor_value as decimal(28, 9)) * 1000000000') }} as donor_ttw_nano
    from chosen
),

-- round(ttw / wtw, 3), half up: floor((2000 ttw + wtw) / (2 wtw)) thousandths.
shares as (
    select
        edition_id,
        factor_key,
        split_edition_id,
        wtw_factor_value,
        case
            when donor_wtw_nano = 0 then cast(0 as decimal(38, 0))
            else {{ integer_divide('donor_ttw_nano * 2000 + donor_wtw_nano', 'nullif(donor_wtw_nano, 0) * 2') }}
        end as share_thousandths
    from whole_numbers
),

with_share as (
    select
        edition_id,
        factor_key,
        split_edition_id,
        wtw_factor_value,
        cast(cast(share_thousandths as decimal(6, 0)) * cast(0.001 as decimal(4, 3)) as decimal(9, 3)) as ttw_share
    from shares
),

split as (
    select
        edition_id,
        factor_key,
        split_edition_id,
        ttw_share,
        cast(wtw_factor_value * ttw_share as decimal(18, 9)) as ttw_factor_value
    from with_share
)

select * from split
