/// Texts that would take over a terminal, break its columns or hide what they say, if they were shown as they are.
package enum HostileText {
    package static let corpus: [String] = [
        "\u{1B}[31mred\u{1B}[0m", "\u{1B}]0;title\u{07}", "\u{1B}]52;c;aGVsbG8=\u{07}", "\u{1B}c", "\u{1B}[6n\u{1B}[c",
        "\u{9B}31mC1\u{9C}", "\u{9D}52;c;eA==\u{9C}", "\u{90}q\u{9C}", "line\r\nbreak", "tab\tstop", "\u{08}\u{08}back",
        "\u{0B}\u{0C}\u{0E}shift", "\u{7F}delete", "right\u{202E}tfel\u{202C}", "\u{2066}isolate\u{2069}",
        "\u{200E}\u{200F}\u{061C}marks", "\u{FEFF}bom\u{00AD}soft", "👨‍👩‍👧‍👦 family", "🏳️‍🌈 flag", "🇩🇪 land",
        "👍🏽 tone", "e" + String(repeating: "\u{0301}", count: 60), "\u{0301}bare mark", "❤️ heart", "☃︎ text",
        "漢字 wide", "\u{1100}\u{1161}\u{11A8} jamo", "\u{2028}line\u{2029}", "\u{E000}private", "\u{FFFE}none",
        "ａｂｃ full", "שלום rtl", "ﷺ long", "\u{3164}filler", "\u{034F}joiner", "\u{180E}mongol", "x\u{20DD}enclosed",
        "\u{1F1E6}single", "\u{10FFFF}last", "नमस्ते", "ก็ thai", "a\u{0488}cyr",
    ]
}
