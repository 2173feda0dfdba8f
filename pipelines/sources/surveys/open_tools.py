"""The free survey tools, as descriptions; headers in French and English.

Sources: LimeSurvey, application/helpers/admin/export; Drupal Webform 7, the `csv_headers` of its
components; KoboToolbox, formpack; ODK Central, its submissions export.
"""

from pipelines.sources.surveys.tool import BRACKETS, Tool

SUBQUESTION = r"(?i:SQ\d+\w*|other|comment)"

LIMESURVEY = Tool(
    name="limesurvey",
    label="LimeSurvey",
    signature=(
        r"submitdate(?:\. .*)?",  # « Date de soumission » may be any table's
        r"id de la réponse",
        r"lastpage(?:\. .*)?|dernière page|last page",
        r"startlanguage(?:\. .*)?|langue de départ|start language",
        r"seed(?:\. .*)?|tête de série",
        r"datestamp(?:\. .*)?|date de la dernière action|date last action",
        r"ipaddr(?:\. .*)?",
        r"refurl(?:\. .*)?|url référente|referrer url",
    ),
    signs=1,
    # timing columns are the tool's own too: interviewtime, groupTime12, Q1Time, « Temps total »
    metadata=r"(?:id|submitdate|lastpage|startlanguage|seed|token|attribute_\d+|startdate|datestamp|ipaddr"
    r"|refurl|interviewtime|grouptime\d*|\w+(?-i:Time))(?:\. .*)?"
    r"|id de la réponse|response id|date de soumission|date submitted|dernière page|last page"
    r"|langue de départ|start language|tête de série|invitation|code d'accès|access code"
    r"|date de lancement|date started|date de la dernière action|date last action|adresse ip"
    r"|ip address|url référente|referrer url|temps total|total time"
    r"|(?:temps|durée) (?:pour|de|du) (?:l[ea] |ce |cette )?(?:groupe|question)\b.*"
    r"|(?:group|question) time\b.*",
    response_id=r"id(?:\. .*)?|id de la réponse|response id",
    submitted_at=r"submitdate(?:\. .*)?|date de soumission|date submitted",
    # with the codes of Expression Manager, `Q1_SQ001`: no code of a question holds « _ »
    items=(
        rf"(?P<code>\w+?)(?:\[|_(?={SUBQUESTION}))(?P<key>[^ ]+?)\]?\. {BRACKETS}",
        BRACKETS,
        rf"(?P<question>[A-Za-z]\w*?)_(?P<item>{SUBQUESTION})",
        r"(?P<code>\w+)\. (?P<question>.+)",
    ),
    ticked=("Y", "Oui", "Yes", "1"),
    unticked=("Non", "No", "0"),  # never N: it is an answer to an array of Yes and No
    not_asked=("N/A",),
    draft_unless_submitted=True,
)

FRAMAFORMS = Tool(
    name="framaforms",
    label="Framaforms",
    signature=(
        r"(?:numéro de )?série|numéro|serial|webform_serial",
        r"sid|webform_sid",
        r"brouillon|draft|webform_draft",
        r"adresse ip|ip address|webform_ip_address",
        r"uid|webform_uid",
        r"nom d['’]utilisateur|username|webform_username",
        r"heure de soumission|submitted time|webform_time",
        r"détails de la soumission|submission details|submission_details",
    ),
    signs=4,
    # the keys are those of webform_results_download_submission_information, by default nine
    metadata=r"(?:numéro de )?série|serial|sid|heure de soumission|submitted time|heure de fin"
    r"|completed time|heure de modification|modified time|brouillon|draft|adresse ip|ip address"
    r"|uid|nom d['’]utilisateur|username"
    r"|webform_(?:serial|sid|time|(?:completed|modified)_time|draft|ip_address|uid|username)",
    header_rows=3,
    metadata_first=9,
    response_id=r"sid|webform_sid",
    submitted_at=r"heure de soumission|submitted time|webform_time",
    ticked=("X",),
    separators=(",",),
    draft=r"brouillon|draft|webform_draft",
    draft_marks=r"1|oui|yes|x",
)

KOBOTOOLBOX = Tool(
    name="kobotoolbox",
    label="KoboToolbox",
    signature=(
        r"_id",
        r"_uuid",
        r"_submission_time",
        r"_validation_status",
        r"_submitted_by",
        r"_index",
        r"_parent_index",
        r"__version__",
        r"submissiondate",
        r"key",
        r"parent_key",
        r"(?:meta[/-])?instanceid",
        r"formhub/uuid",
        r"submitterid",
        r"reviewstate",
    ),
    # a question whose label begins with a figure is named `_1_…`: not all that begins with `_`
    metadata=r"start|end|today|deviceid|username|phonenumber|simserial|subscriberid|audit"
    r"|_(?:id|uuid|submission_time|date_modified|validation_status|notes|status|submitted_by"
    r"|tags|index|parent_(?:table_name|index)|submission__.+|geolocation|attachments?|media_.+"
    r"|xform_id(?:_string)?|bamboo_dataset_id|supplemental.*|_?version_.*)"
    r"|(?:.+[/.-])?_[^/]+_(?:latitude|longitude|altitude|precision)"
    r"|meta[/-].*|formhub/.*|submissiondate|key|parent_key|set-of-.*|instanceid|submitterid"
    r"|submittername|attachmentspresent|attachmentsexpected|status|reviewstate|deviceid|edits"
    r"|formversion",
    personal=r"username|phonenumber|submittername",
    response_id=r"_id|key|instanceid|meta[/-]instanceid",
    submitted_at=r"_submission_time|submissiondate",
    joint=r"(?<! )[/.](?! )",  # people choose the one that joins groups
    is_path=True,
    ticked=("1", "1.0", "True", "TRUE"),
    unticked=("0", "0.0", "False", "FALSE"),
    separators=(" ",),
)
