"""A translated module and its original: the same questions, answers and steps, so that one record counts for both."""

from dataclasses import replace

from learnhub.catalogue.reader import SourceFile
from learnhub.catalogue.structures import Module, Question, QuestionKind


def pair_modules(original: Module, translated: Module, source: SourceFile) -> Module:
    """The translation with the original's ids and rules. What does not correspond is reported."""
    if translated.kind is not original.kind:
        source.error(1, f"This is a {translated.kind}, in English a {original.kind}", "Give both the same kind.")
        return original
    if [(step.id, [d.to for d in step.decisions]) for step in translated.steps] != [
        (step.id, [d.to for d in step.decisions]) for step in original.steps
    ]:
        source.error(
            source.body_line, "The steps differ from the English ones", "Keep ids and decisions as they are in English."
        )
    module = replace(
        translated, minutes=original.minutes, required=original.required, outcomes=original.outcomes, was=original.was
    )
    if original.quiz is None or translated.quiz is None:
        return module
    theirs = {question.id: question for question in translated.quiz.questions}
    if set(theirs) != {question.id for question in original.quiz.questions}:
        source.error(
            source.body_line,
            "The questions differ from the English ones",
            "Keep every question's id as it is in English.",
        )
        return original
    questions = tuple(_pair_question(question, theirs[question.id], source) for question in original.quiz.questions)
    return replace(module, quiz=replace(original.quiz, questions=questions))


def _pair_question(original: Question, translated: Question, source: SourceFile) -> Question:
    line = source.line_of(f"#{original.id}")
    key = [option.right for option in original.options]
    same = translated.kind is original.kind and [option.right for option in translated.options] == key
    if not same or (original.number, original.tolerance) != (translated.number, translated.tolerance):
        source.error(
            line,
            f"“{original.id}” has other options or right answers in English",
            "Keep number, order and marks the same.",
        )
        return original
    options = tuple(
        replace(option, id=first.id) for first, option in zip(original.options, translated.options, strict=True)
    )
    answers = translated.answers
    if original.kind is QuestionKind.TYPED:  # a Welsh speaker may type the English word that is used in the office
        answers = tuple(dict.fromkeys((*translated.answers, *original.answers)))
    return replace(translated, options=options, answers=answers, outcome=original.outcome, read=original.read)
