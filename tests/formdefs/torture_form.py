"""A form that asks everything of the engine at once: each operator and function of the subset, and what stands around.

COMMON is what JavaRosa can be asked too; OURS adds what it has no function for, or gets wrong (see tests/oracle).
"""

from __future__ import annotations

from pathlib import Path

from tests.formdefs.torture_forms import markdown

CHOICES = r"""
list_name  name  region  size
yn  yes
yn  no
signs  pain
signs  fever
signs  cough
signs  none
region  south
region  north
town  smara  south  1
town  guelmim  south  2
town  fes  north  3
town  oujda  north  ~
"""
COMMON = r"""
type  name  required  relevant  constraint  soft_constraint  calculation  choice_filter
hidden  patient_age_years
hidden  patient_sex
integer  whole  yes  ~  . >= -40 and . <= 300  . >= 0 and . < 200
integer  other  ~  ${whole} > 0  not(. > ${whole} * 2)  . != ${whole}
decimal  weight  ${whole} = ''  ~  . > 0 and . <= 300 and . mod 0.5 = 0  round(., 0) >= 35 or ${whole} < 18
decimal  height  ~  ~  . >= 0.5 or . = ''  int(.) != 100
text  remark  ~  ~  string-length(.) <= 12  not(regex(., '.*[A-Z].*')) and not(contains(., '!'))
text  code  ${remark} != ''  ~  regex(., '^[A-Za-z]{1,2}[0-9]+$') or starts-with(., '+')  normalize-space(.) = .
barcode  tube
date  born  ~  ~  . <= today()  decimal-date-time(today()) - decimal-date-time(.) < 36525
date  seen  ~  ${born} != ''  date(.) >= date('1900-01-01') and . >= ${born}
select_one yn  smokes
select_multiple signs  signs  ~  ~  not(selected(., 'none')) or count-selected(.) = 1  count-selected(.) < 3
begin_group  women  ~  ${patient_sex} = 'female' and not(${patient_age_years} < 12)
select_one yn  pregnant  yes
begin_group  more  ~  ${pregnant} = 'yes' or ${smokes} = 'yes'
integer  weeks  boolean(${born})  ~  . > 0 and . <= 45  . >= 4
begin_group  deep  ~  ${weeks} > 20
integer  deep_one  ~  ~  . > ${weeks}
note  deep_note
end_group
end_group
end_group
select_one region  region
select_one town  town  ~  ~  ~  ~  ~  region = ${region}
select_multiple town  towns  ~  ${region} != ''  ~  ~  ~  region = ${region} or size > ${other}
note  body_note  ~  ${weight} != '' or ${remark} != ''
calculate  c_add  ~  ~  ~  ~  ${whole} + ${weight} - ${other} * 2
calculate  c_divide  ~  ~  ~  ~  ${weight} div (${height} * ${height})
calculate  c_zero  ~  ~  ~  ~  ${whole} div (${other} - ${other})
calculate  c_rest  ~  ~  ~  ~  ${whole} mod 7 + -${weight} mod 2.5
calculate  c_minus  ~  ~  ~  ~  -${whole} - -${weight}
calculate  c_bmi  ~  ${weight} > 0 and ${height} > 0  ~  ~  round(${weight} div pow(${height}, 2), 1)
calculate  c_round  ~  ~  ~  ~  round(${weight})
calculate  c_places  ~  ~  ~  ~  round(${weight} * 1.005, 2)
calculate  c_int  ~  ~  ~  ~  int(${weight} div 3)
calculate  c_number  ~  ~  ~  ~  number(${remark})
calculate  c_text  ~  ~  ~  ~  string(${weight})
calculate  c_substr  ~  ~  ~  ~  substr(${remark}, 1, 4)
calculate  c_rear  ~  ~  ~  ~  substr(${remark}, -3)
calculate  c_length  ~  ~  ~  ~  string-length(${remark}) + string-length(${whole})
calculate  c_space  ~  ~  ~  ~  normalize-space(${remark})
calculate  c_concat  ~  ~  ~  ~  concat(${whole}, '/', ${weight}, ' ', ${signs}, ${born})
calculate  c_contains  ~  ~  ~  ~  if(contains(${remark}, 'a'), 'a', if(starts-with(${remark}, 'b'), 'b', 'c'))
calculate  c_regex  ~  ~  ~  ~  if(regex(${remark}, '([0-9]{1,3}[ .-]?)+|\s*|[^\d\s]+'), 1, 0)
calculate  c_selected  ~  ~  ~  ~  if(selected(${signs}, 'pain') or selected(${smokes}, 'yes'), 1, 0)
calculate  c_count  ~  ~  ~  ~  count-selected(${signs}) + count-selected(${towns})
calculate  c_coalesce  ~  ~  ~  ~  coalesce(${other}, coalesce(${whole}, 0))
calculate  c_nan  ~  ~  ~  ~  coalesce(${whole} + ${other}, 'not known')
calculate  c_blank  ~  ~  ~  ~  if(${whole} > ${other}, 'more', if(${whole} <= ${other}, 'less', 'unknown'))
calculate  c_same  ~  ~  ~  ~  if(${whole} = ${other}, 1, 0) + if(${remark} = ${whole}, 10, 0)
calculate  c_truth  ~  ~  ~  ~  ${whole} > 100
calculate  c_judged  ~  ~  ~  ~  if(${c_truth}, 'high', if(${c_truth} = false(), 'low', 'never'))
calculate  c_not  ~  ~  ~  ~  not(${smokes} = 'yes') and true() or false()
calculate  c_boolean  ~  ~  ~  ~  if(boolean(${remark}) = boolean(${whole}), 'same', 'other')
calculate  c_min  ~  ~  ~  ~  min(${whole}, ${other}, ${weight})
calculate  c_max  ~  ~  ~  ~  max(1, ${whole}, ${other})
calculate  c_power  ~  ~  ~  ~  round(pow(${weight}, 0.425) * pow(1.1, ${height}), 6)
calculate  c_sum  ~  ~  ~  ~  0.1 + ${height}
calculate  c_nearly  ~  ~  ~  ~  if(${c_sum} = 0.3, 1, 2)
calculate  c_days  ~  ~  ~  ~  today() - ${born}
calculate  c_age  ~  ~  ~  ~  int((decimal-date-time(today()) - decimal-date-time(${born})) div 365.25)
calculate  c_written  ~  ~  ~  ~  format-date(${born}, '%d/%m/%Y %n %e %y %b %%')
calculate  c_fixed  ~  ~  ~  ~  format-date(date('2024-02-29'), '%Y-%m-%d')
calculate  c_day_text  ~  ~  ~  ~  concat(substr(today(), 0, 4), ${seen})
calculate  c_label  ~  ~  ~  ~  jr:choice-name(${smokes}, '${smokes}')
calculate  c_once  ~  ~  ~  ~  once('kept')
calculate  c_women  ~  ${patient_sex} = 'female'  ~  ~  ${weeks} + 1
calculate  c_chain  ~  ${c_women} > 10  ~  ~  concat(${c_women}, ':', ${c_bmi})
"""
OURS = r"""
calculate  o_floor  ~  ~  ~  ~  floor(${weight} div -3)
calculate  o_ceiling  ~  ~  ~  ~  ceiling(${weight} div -3)
calculate  o_max  ~  ~  ~  ~  max(${whole} - 300, -${weight})
calculate  o_tens  ~  ~  ~  ~  round(${whole} * -1.5, -1)
calculate  o_far  ~  ~  ~  ~  concat(${weight} * 1000000000000, ' ', ${weight} div 100000000000)
calculate  o_hours  ~  ~  ~  ~  format-date(${born}, '%H:%h:%M:%S.%3 %a')
calculate  o_pattern  ~  ~  ~  ~  if(regex(${remark}, ${code}), 1, 0)
calculate  o_slice  ~  ~  ~  ~  substr(${remark}, ${other}, ${whole})
calculate  o_day  ~  ~  ~  ~  date(${whole} * 400)
calculate  o_town  ~  ~  ~  ~  jr:choice-name(${town}, '${town}')
calculate  o_once  ~  ~  ~  ~  once(${remark})
calculate  o_endless  ~  ~  ~  ~  pow(${whole}, ${whole})
calculate  o_infinite  ~  ~  ~  ~  if(${whole} div 0 > 1, 'above', string(${whole} div 0))
calculate  o_letters  ~  ~  ~  ~  concat(string-length(${remark}), substr(${remark}, 0, 1))
"""
# The labels that hold answers; the others are the names of their rows.
_LABELS = {
    "deep_note": "Semaine ${weeks}, plus ${c_women} (${c_label})",
    "body_note": "${weight} kg, ${c_bmi} kg/m2, ${remark}${born} ${c_truth}",
}


def torture_text(*, ours: bool = True) -> str:
    """Return the form as a Markdown file."""
    text = markdown(COMMON + (OURS.strip("\n") if ours else ""), CHOICES)
    for name, label in _LABELS.items():
        for lang in ("ar", "fr", "en"):
            text = text.replace(f"| {name} {lang} |", f"| {label} {lang} |", 1)
    return text


def write_torture(folder: Path, *, ours: bool = True) -> Path:
    path = folder / "torture.md"
    path.write_text(torture_text(ours=ours), encoding="utf-8")
    return path
