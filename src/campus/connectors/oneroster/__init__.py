"""OneRoster 1.2 in CSV: a class of a student information system becomes a gradebook of a cohort, and a cohort goes back.

    zip ──package──▶ Package ──classroom──▶ Classroom ──arriving──▶ a gradebook like any other: checked, shown, confirmed
    cohort ──leaving──▶ zip

Source: https://www.imsglobal.org/spec/oneroster/v1p2/bind/csv
"""
