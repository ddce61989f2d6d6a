"""Questions about the work: recognised with or without accents, and not mistaken for others."""

import pytest

from knowledge.progress.questions import WorkQuestion, WorkTopic, read_work_question


@pytest.mark.parametrize(
    ("text", "topic", "about"),
    [
        ("nhiệm vụ của tôi", WorkTopic.MINE, ""),
        ("NHIEM VU CUA TOI?", WorkTopic.MINE, ""),
        ("cho em hỏi việc nào quá hạn ạ", WorkTopic.LATE, ""),
        ("chi tieu nao chua dat", WorkTopic.SHORT, ""),
        ("tháng này phải làm gì", WorkTopic.MONTH, ""),
        ("tiến độ chung", WorkTopic.WHOLE, ""),
        ("tiến độ chợ Trịnh Xá", WorkTopic.PROGRESS, "chợ Trịnh Xá"),
        ("tien do cho trinh xa", WorkTopic.PROGRESS, "cho trinh xa"),
        ("chỉ tiêu 10 đến đâu rồi", WorkTopic.PROGRESS, "chỉ tiêu 10"),
        ("ai phụ trách chỉ tiêu 10", WorkTopic.CHARGED, "chỉ tiêu 10"),
        ("chi tieu 10 ai phu trach", WorkTopic.CHARGED, "chi tieu 10"),
    ],
)
def test_recognised(text: str, topic: WorkTopic, about: str) -> None:
    """The topic, and the words of the clause where one is meant."""
    assert read_work_question(text) == WorkQuestion(topic, about)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tiến độ",
        "chỉ tiêu BHYT là bao nhiêu",
        "ai ký nghị quyết",
        "đẩy nhanh tiến độ giải phóng mặt bằng ở mục nào",
        "nhiệm vụ của Trạm Y tế là gì",
        "tiến độ " + "rất dài " * 30,
    ],
)
def test_left_to_the_assistant(text: str) -> None:
    """What asks about the text of the resolution is none of these."""
    assert read_work_question(text) is None
