namespace ChatOpsBot.RagCore.Knowledge.Analysis;

/// <summary>The suffixes of steps 2 to 4, longest first: only the longest that a word ends in counts, whether or not its condition holds.</summary>
internal static class EnglishSuffixes
{
    public static readonly (string Suffix, string Replacement)[] Second =
    [
        ("ational", "ate"), ("fulness", "ful"), ("iveness", "ive"), ("ization", "ize"), ("ousness", "ous"), ("biliti", "ble"),
        ("lessli", "less"), ("tional", "tion"), ("alism", "al"), ("aliti", "al"), ("ation", "ate"), ("entli", "ent"), ("fulli", "ful"),
        ("iviti", "ive"), ("ousli", "ous"), ("abli", "able"), ("alli", "al"), ("anci", "ance"), ("ator", "ate"), ("enci", "ence"),
        ("izer", "ize"), ("bli", "ble"), ("ogi", "og"), ("li", string.Empty),
    ];

    public static readonly (string Suffix, string Replacement)[] Third =
    [
        ("ational", "ate"), ("tional", "tion"), ("alize", "al"), ("ative", string.Empty), ("icate", "ic"), ("iciti", "ic"), ("ical", "ic"),
        ("ness", string.Empty), ("ful", string.Empty),
    ];

    public static readonly string[] Fourth =
    [
        "ement", "able", "ance", "ence", "ible", "ment", "ant", "ate", "ent", "ion", "ism", "iti", "ive", "ize", "ous", "al", "er", "ic",
    ];
}
