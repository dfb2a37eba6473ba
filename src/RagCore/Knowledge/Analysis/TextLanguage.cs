namespace ChatOpsBot.RagCore.Knowledge.Analysis;

/// <summary>The language whose rules shorten the words of a text. Words in Cyrillic letters follow the Russian rules whatever the text is.</summary>
public enum TextLanguage
{
    /// <summary>English, and every text whose language cannot be told.</summary>
    English,

    /// <summary>German.</summary>
    German,

    /// <summary>French.</summary>
    French,

    /// <summary>Spanish.</summary>
    Spanish,

    /// <summary>Italian.</summary>
    Italian,

    /// <summary>Portuguese.</summary>
    Portuguese,

    /// <summary>Dutch.</summary>
    Dutch,

    /// <summary>Swedish.</summary>
    Swedish,

    /// <summary>Norwegian, in both of its written forms.</summary>
    Norwegian,

    /// <summary>Danish.</summary>
    Danish,

    /// <summary>Russian.</summary>
    Russian,
}
