"""The plans for groups that we ship: who sits together, what is drafted, and whether an evening has time for
everybody."""

from __future__ import annotations

import re

import pytest

from unhurried.course import BUILT_IN, Course, exercise_ids
from unhurried.course.plans import Plan, steps

COURSE = Course(BUILT_IN)
PLANS = {identity: COURSE.plan(identity) for identity in COURSE.plan_ids()}
#: The most people that each plan is written for, as its `size` says.
MOST = {"introduction": 14, "hurt": 8, "unfaithful": 8}
each_plan = pytest.mark.parametrize("plan", PLANS.values(), ids=list(PLANS))


def test_the_plans_are_as_long_as_they_were_meant_to_be() -> None:
    """People who came for two hours, or for six evenings, would be sent home with less."""
    minutes = {identity: [session.minutes for session in plan.sessions] for identity, plan in PLANS.items()}
    assert [120] == minutes["introduction"]
    assert [90] * 6 == minutes["hurt"]
    assert {"introduction", "hurt", "unfaithful", "couples"} == set(minutes)


def test_what_no_clinician_may_be_passed_over_on_is_a_draft() -> None:
    """Couples would be brought into one room by words that nobody has looked at."""
    assert {"couples", "unfaithful"} == {identity for identity, plan in PLANS.items() if plan.draft}
    assert {"introduction": "hurt", "hurt": "hurt", "unfaithful": "unfaithful", "couples": "couples"} == {
        identity: plan.for_ for identity, plan in PLANS.items()
    }


@each_plan
def test_a_round_has_time_for_everybody(plan: Plan) -> None:
    """The last one in the circle would be the one who is not heard."""
    for _, step in steps(plan):
        if step.timer and step.timer.seconds:
            people = 2 if step.timer.form == "turns" else MOST[plan.id]
            assert people * step.timer.seconds <= step.minutes * 60, step.id


@each_plan
def test_every_page_of_a_plan_can_be_opened_in_a_chapter(plan: Plan) -> None:
    """Somebody would press a link on the evening and find nothing."""
    shown = {one for chapter in COURSE.chapters() for one in exercise_ids(COURSE.notebook(chapter.notebook)) or []}
    assert set() == {one for session in plan.sessions for one in session.worksheets} - shown


@each_plan
def test_nobody_is_told_what_becomes_of_answers_where_there_are_none(plan: Plan) -> None:
    """Couples would wait for a question on the phone that never comes."""
    asks = any(step.prompt or step.kind == "pulse" for _, step in steps(plan))
    assert asks == any("you chose on the phone is deleted" in step.say for _, step in steps(plan))


@each_plan
def test_what_is_said_aloud_names_pages_by_their_titles(plan: Plan) -> None:
    """People would look for a page that is called something else."""
    for _, step in steps(plan):
        if len(step.worksheets) > 1 or step.kind == "exercise":
            quoted = {text.rstrip(".,?") for text in re.findall(r'"([^"]+)"', step.say)}
            titles = {COURSE.worksheet(identity).title.rstrip("?") for identity in step.worksheets}
            assert titles <= quoted, step.id


def test_the_leader_guide_has_what_keeps_people_safe() -> None:
    """A leader would not know what to do when somebody says that they want to die."""
    guide = COURSE.leader_guide()
    expected = {"who-leads", "who-is-not-here", "talk-before", "not-now", "what-is-shown", "distress", "danger", "law"}
    assert expected <= {section.id for section in guide.sections}
    text = {section.id: section.text for section in guide.sections}
    assert "differs from country to country" in text["law"]
    assert "never in a room of couples" in text["talk-before"]
    assert "never two partners together" in guide.screening.about
    assert not guide.reviewed


def test_the_form_before_a_group_asks_about_fear_force_own_deeds_and_life() -> None:
    """Somebody in danger would be put in a room with the one they fear."""
    asked = {block.id for block in COURSE.leader_guide().screening.blocks if hasattr(block, "id")}
    assert {"afraid", "forced", "own", "life", "reach", "decision"} <= asked
