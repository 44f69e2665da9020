"""Quizzes without a database: questions, marking, drawing, rules of attempts, statistics, and the formats of other systems.

    JSON ──check──▶ Question ──paper──▶ Paper ──draw(seed)──▶ Slots ──mark(answer)──▶ Marked ──rules.counting──▶ result
    file ──exchange──▶ Questions and a problem for each that cannot be read

Pure: no Django, no clock, no randomness of its own.
"""
