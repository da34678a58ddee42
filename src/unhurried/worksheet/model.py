"""A worksheet as a whole, and the words that it may bring for what the page says back."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, Field

from unhurried.course_file import Day, Part
from unhurried.worksheet.blocks import Block, Date, List, Question, Show
from unhurried.worksheet.fields import Id, ListField, Share, Text, distinct

Stage = Literal["steady", "understand", "choose"]
Who = Literal["hurt", "unfaithful", "together"]


class Switch(Part):
    """A question answered by true or false, put on the page by a widget of its own and not by a block."""

    kind: ClassVar[str] = "switch"
    id: Id


#: What can have an answer: a block, a field of a list, a switch.
Answerable = Question | ListField | Switch

#: Questions that a widget adds to the blocks of its worksheet.
SWITCHES: dict[str, tuple[str, ...]] = {
    "ladder": ("no_touch", "paused"),
    "near": ("no_touch", "paused"),
    "card": (),
    "turn_taker": (),
    "script_builder": (),
    "grounding": (),
    "question_sorter": (),
    "strands": (),
    "leaning": (),
}
#: Days that a widget sets, likewise. Their words are in `says`, under the same name.
DAYS: dict[str, tuple[str, ...]] = {"card": ("day",)}
#: Words that a widget and its result take from `says`, with the {placeholders} that are filled in. Here, and
#: not beside the rules, because `exercises` imports nothing of ours; a test holds the two together.
_SWITCH_SAYS: dict[str, frozenset[str]] = {
    **dict.fromkeys(("empty", "paused", "no_touch"), frozenset()),
    **dict.fromkeys(("no_touch_label", "no_touch_on", "no_touch_off"), frozenset()),
    **dict.fromkeys(("paused_label", "paused_on", "paused_off"), frozenset()),
}
SAYS: dict[str, dict[str, frozenset[str]]] = {
    "ladder": {
        **_SWITCH_SAYS,
        "rungs": frozenset({"count", "open"}),
        **dict.fromkeys(("rung", "comfort", "wish", "conditions", "left_open"), frozenset()),
        **dict.fromkeys(("now_paused", "now_no_touch", "now_empty", "now_steady", "now_rest"), frozenset()),
        **dict.fromkeys(("now_gentler", "now_not_yet", "now_stay", "now_as_it_is"), frozenset()),
        **dict.fromkeys(("now_next", "now_none"), frozenset({"comfort", "wish"})),
        "times": frozenset({"count"}),
        **dict.fromkeys(("no_times", "on", "how", "felt", "body", "stopped"), frozenset()),
        **dict.fromkeys(("open_log", "close_log", "add_time", "second_list", "for_therapist"), frozenset()),
    },
    "near": {
        **_SWITCH_SAYS,
        "rungs": frozenset({"count"}),
        **dict.fromkeys(("rung", "conditions", "left_open"), frozenset()),
    },
    "card": {
        **dict.fromkeys(("closed", "what", "only_if", "left_open", "day", "lines"), frozenset()),
        **dict.fromkeys(("open", "open_none"), frozenset({"day"})),
        **dict.fromkeys(("preview", "open_it", "take_back", "taken_back", "show_it", "show_about"), frozenset()),
        **dict.fromkeys(("put_away", "second_list"), frozenset()),
    },
    "script_builder": {
        **dict.fromkeys(("scripts", "script_for", "script"), frozenset()),
        **dict.fromkeys(("choose", "hurt", "unfaithful", "mine", "go_on", "something_else"), frozenset()),
        **dict.fromkeys(("example", "before", "after"), frozenset()),
        "lead": frozenset({"lead"}),
        **dict.fromkeys(("feelings", "needs", "and", "find", "faint", "clear", "strong"), frozenset()),
        "found": frozenset({"count"}),
        **dict.fromkeys(("as_it_stands", "nothing_yet"), frozenset()),
        **dict.fromkeys(("look", "look_about", "look_by_itself", "look_off", "looked_none"), frozenset()),
        "looked_some": frozenset({"count"}),
        **dict.fromkeys(("leave", "left"), frozenset()),
        "put": frozenset({"words"}),
        **dict.fromkeys(("put_done", "aloud", "aloud_about", "put_away", "reply"), frozenset()),
        **dict.fromkeys(("copy", "copy_about", "copied", "copy_failed"), frozenset()),
        **dict.fromkeys(("show", "show_about", "print_it"), frozenset()),
    },
    "turn_taker": {
        **dict.fromkeys(("talk", "sides", "begin", "begin_alone", "ask_after", "ask_never"), frozenset()),
        "ask_minutes": frozenset({"minutes"}),
        **dict.fromkeys(("still_all_right", "still_all_right_alone", "yes_still"), frozenset()),
        **dict.fromkeys(("speaker", "speaker_about", "speaker_alone", "to_say"), frozenset()),
        **dict.fromkeys(("listener", "listener_about", "listener_alone", "heard", "heard_about"), frozenset()),
        **dict.fromkeys(("not_kept", "not_kept_alone"), frozenset()),
        **dict.fromkeys(("did_i_get_it", "got_it", "not_quite", "not_quite_about", "nothing_to_solve"), frozenset()),
        **dict.fromkeys(("swap", "swap_alone", "swapped", "pause", "paused"), frozenset()),
        **dict.fromkeys(("go_on", "go_on_alone", "stop", "stopped", "anew"), frozenset()),
    },
    "grounding": {
        **dict.fromkeys(("then_or_now", "then", "now", "cannot_tell"), frozenset()),
        **dict.fromkeys(("then_says", "now_says", "cannot_tell_says", "not_kept"), frozenset()),
        **dict.fromkeys(("drawer", "drawer_about", "before_word", "after_word", "words_about"), frozenset()),
        **dict.fromkeys(("helps", "is_mine", "put_back"), frozenset()),
    },
    "question_sorter": {
        **dict.fromkeys(("sort_them", "detail_words", "detail"), frozenset()),
        "piles": frozenset({"count"}),
    },
    "strands": {
        **dict.fromkeys(("add_number", "hide_number", "other_day"), frozenset()),
    },
    "leaning": {
        **dict.fromkeys(("other_day", "doors", "doors_about"), frozenset()),
        **dict.fromkeys(("door_apart", "door_not_sure", "door_together"), frozenset()),
        **dict.fromkeys(("door_apart_about", "door_not_sure_about", "door_together_about"), frozenset()),
    },
}
#: Words of the results that any worksheet may show, likewise. They stand in interface.yaml, under
#: `exercise.results`; a worksheet may bring its own in `says`.
RESULT_SAYS: dict[str, frozenset[str]] = {
    "mean": frozenset({"mean", "count", "open"}),
    "mean_open": frozenset(),
    "over_time": frozenset({"count"}),
    "over_time_day": frozenset(),
    "count": frozenset(),
    "count_what": frozenset(),
    "count_many": frozenset(),
    **dict.fromkeys(
        ("phq_4_lowest", "phq_4_second", "phq_4_second_sign", "phq_4_third", "phq_4_highest"),
        frozenset({"total", "worry", "low_mood"}),
    ),
}
#: Words that a worksheet has to bring for a result that it shows, likewise: they name pages of its own course.
SHOW_SAYS: dict[str, dict[str, frozenset[str]]] = {
    "today": {
        **dict.fromkeys(("today_now", "today_no_room", "today_too_much", "today_too_little"), frozenset()),
        **dict.fromkeys(("today_worn_out", "today_calm_enough", "today_cannot_tell"), frozenset()),
    },
    "want_and_fear": {
        **dict.fromkeys(("yes_fear_of_them", "yes_unclear", "yes_wish"), frozenset()),
        **dict.fromkeys(("yes_both", "yes_both_losing", "yes_both_untold"), frozenset()),
        **dict.fromkeys(("yes_pressed", "yes_pressed_losing", "yes_pressed_untold"), frozenset()),
    },
}


class Worksheet(Part):
    """One worksheet. Every question may be left empty; `share` on a question may only be stricter."""

    id: Id = Field(description="the file's name without .yaml; never changes once released, answers hang on it")
    title: Text = Field(description="what people see at the top")
    stage: Stage = Field(description="steady, understand or choose")
    who: Annotated[list[Who], AfterValidator(distinct)] = Field(
        min_length=1, description="for whom: hurt, unfaithful, together"
    )
    minutes: int = Field(ge=1, le=120, description="about how long it takes, in minutes")
    about: Text = Field(description="what it is for, in two sentences")
    may_stir_up: Text | None = Field(None, description="one plain sentence on what it may stir up; empty: nothing")
    gentler: Text | None = Field(None, description="another way to do it, or what to skip")
    share: Share = Field("never", description="ask or never; never where it is left out")
    groups: Share = Field("never", description="ask or never; never where it is left out")
    sources: Annotated[list[Id], AfterValidator(distinct)] = Field(
        min_length=1, description="ids from data/sources.yaml: what this rests on"
    )
    reviewed_by: Text | None = Field(None, description="a clinician's name; empty: not yet reviewed")
    reviewed_on: Day | None = Field(None, description="the day of the review; empty: not yet reviewed")
    widget: (
        Literal[
            "ladder",
            "near",
            "card",
            "turn_taker",
            "script_builder",
            "grounding",
            "question_sorter",
            "strands",
            "leaning",
        ]
        | None
    ) = Field(None, description="a widget of its own; empty: the blocks alone")
    example: dict[Id, Any] | None = Field(None, description="made-up answers, one for each question id")
    example_by: Text | None = Field(None, description="who the made-up people in the example are, in a sentence or two")
    says: dict[Id, Text] = Field(default_factory=dict, description="its own words for results and switches")
    blocks: list[Block] = Field(min_length=1, description="what stands on the page, in order")

    @property
    def reviewed(self) -> bool:
        return self.reviewed_by is not None and self.reviewed_on is not None

    @property
    def questions(self) -> dict[str, Question | Switch]:
        """Everything that can be answered, by id: blocks in order, then what its widget adds."""
        asked: list[Question | Switch] = [block for block in self.blocks if isinstance(block, Question)]
        asked += [Switch(id=switch) for switch in SWITCHES.get(self.widget or "", ())]
        asked += [Date(id=day, question=self.says.get(day, day), share=None) for day in DAYS.get(self.widget or "", ())]
        return {question.id: question for question in asked}

    @property
    def shows(self) -> list[Show]:
        return [block for block in self.blocks if isinstance(block, Show)]

    @property
    def sayings(self) -> dict[str, frozenset[str]]:
        """The keys that its `says` may have, each with its {placeholders}: words of its widget and of the results
        that it shows, and short names for the fields of its lists."""
        lists = [block for block in self.blocks if isinstance(block, List)]
        fields = [field.id for one in lists for field in one.fields]
        return {**dict.fromkeys(fields, frozenset()), **RESULT_SAYS, **self.needed_sayings}

    @property
    def needed_sayings(self) -> dict[str, frozenset[str]]:
        """Those of them that its `says` has to have, because they stand nowhere else."""
        needed = dict(SAYS.get(self.widget or "", {}))
        for show in self.shows:
            needed |= SHOW_SAYS.get(show.result, {})
        return needed

    def may_share(self, block: Question | Switch | Show) -> Share:
        """`never` where the worksheet says so, or the question, or one that the result is about.

        What stood there at other times is never shared either: "you were a 7 last week" is pressure.
        """
        if self.share == "never":
            return "never"
        if isinstance(block, Switch):
            return "ask"
        if not isinstance(block, Show):
            return block.share or "ask"
        questions = [self.questions[name] for name in block.of] or list(self.questions.values())
        kept_back = block.result == "over_time" or "never" in map(self.may_share, questions)
        return "never" if kept_back else "ask"

    def may_be_kept_for_two(self, question: str) -> bool:
        """Whether a folder for two may hold the answer: the worksheet is for both together, and the question may be
        shared. One that the worksheet does not have may not."""
        asked = self.questions.get(question)
        return asked is not None and "together" in self.who and self.may_share(asked) == "ask"
