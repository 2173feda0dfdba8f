-- Département de l'extrait et son contour, une ligne par département (un seul).
select
    line.source_file,
    line.source_row,
    line.code_departement,
    line.name,
    line.cog_year,
    shape.geometry
from staging.department_lines as line
left join raw.department_shape as shape on line.code_departement = shape.code_departement
where line.reject_reason is null
