"""Telegram's HTML by example: what it takes and what it refuses."""

#: Source, text, and entities as (type, offset, length) with UTF-16 offsets.
HTML_ACCEPTED: list[tuple[str, str, list[tuple[str, int, int]]]] = [
    ("plain &lt;&gt;&amp;&quot;&#33;&#x21;", 'plain <>&"!!', []),
    ("&nbsp; &bad", "&nbsp; &bad", []),  # unknown entities stay as they are
    ("<b>đ</b><STRONG>x</STRONG>", "đx", [("bold", 0, 1), ("bold", 1, 1)]),
    ("😀<i>a</i><em>b</em>", "😀ab", [("italic", 2, 1), ("italic", 3, 1)]),  # UTF-16
    ("<u>a</u><ins>b</ins>", "ab", [("underline", 0, 1), ("underline", 1, 1)]),
    (
        "<s>a</s><strike>b</strike><del>c</del>",
        "abc",
        [("strikethrough", 0, 1), ("strikethrough", 1, 1), ("strikethrough", 2, 1)],
    ),
    (
        '<span class="tg-spoiler">a</span><tg-spoiler>b</tg-spoiler>',
        "ab",
        [("spoiler", 0, 1), ("spoiler", 1, 1)],
    ),
    ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
    ("<pre><code class='language-py'>x</code></pre>", "x", [("pre", 0, 1)]),
    (
        "<blockquote>a</blockquote><blockquote expandable>b</blockquote>",
        "ab",
        [("blockquote", 0, 1), ("expandable_blockquote", 1, 1)],
    ),
    ('<a href="https://a.vn/?x=1&amp;y">l</a>', "l", [("text_link", 0, 1)]),
    ('<a href="nowhere">l</a>', "l", []),  # a bad link is dropped silently
    (
        '<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>',
        "👍",
        [("custom_emoji", 0, 2)],
    ),
    ("<b></b>x", "x", []),
    ("<b>a<code>b</code>c</b>", "abc", [("bold", 0, 1), ("code", 1, 1), ("bold", 2, 1)]),
    ("<pre>a<code>b</code></pre>", "ab", [("pre", 0, 2)]),
    (
        "<blockquote>a<blockquote>b</blockquote><i>c</i></blockquote>",
        "abc",
        [("blockquote", 0, 3), ("italic", 2, 1)],
    ),
    ('<a href="tg://user?id=5">u</a>', "u", [("text_mention", 0, 1)]),
]

#: Source, and the words after "Can't parse entities: ".
HTML_REFUSED: list[tuple[str, str]] = [
    ("<b>x", 'can\'t find end tag corresponding to start tag "b"'),
    ("đ</b>", "Unexpected end tag at byte offset 2"),  # bytes, not characters
    ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
    ("a < b", 'Unsupported start tag "" at byte offset 2'),
    ("a<br>b", 'Unsupported start tag "br" at byte offset 1'),
    ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
    ("x <b", "Unclosed start tag at byte offset 2"),
    ("<b>x</b", "Unclosed end tag at byte offset 4"),
    ('<a href="x', "Unclosed start tag at byte offset 0"),
    # Telegram says in more detail what is wrong with an attribute.
    ("<a href=x_y>x</a>", 'Invalid attributes in the tag "a" at byte offset 0'),
    ("<a =x>x</a>", 'Invalid attributes in the tag "a" at byte offset 0'),
    ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ("<tg-emoji>x</tg-emoji>", "Invalid custom emoji identifier specified"),
    ("&#xD83D;", "Text contains invalid Unicode characters"),
]
