"""The questions, for administrators."""

from merx.framework.http import AdminScope, Answer, Fields, ListParams, get

QUESTIONS = Fields("tax_question", key="tax_question", plural="tax_questions", defaults=("country_code", "country.display_name"))


@get("/admin/tax-questions")
async def list_questions(scope: AdminScope, query: ListParams) -> Answer:
    return await QUESTIONS.page(scope, query)
