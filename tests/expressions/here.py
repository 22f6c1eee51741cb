"""SymPy in the tests' own process, so that the speed of the machine says nothing."""

import json

from explainer.expressions.deriver import Answer
from explainer.expressions.worker import answered, formulas, proof


class Here:
    """Answers as a `Deriver` does, without a limit of time."""

    def __init__(self, reason=None):
        self.reason = reason
        self.questions = []

    def ask(self, question):
        request = json.loads(question)
        self.questions.append(request)
        if self.reason:
            return Answer(reason=self.reason)
        return Answer(answered(formulas, request), answered(proof, request))
