namespace ChatOpsBot.RagCore.Answering.Citations.Claims;

/// <summary>A word, a number or a sign of a sentence.</summary>
/// <param name="Text">It in its folded form.</param>
/// <param name="Kind">What it is.</param>
/// <param name="IsName">It is written like a name inside a sentence, or it is an identifier.</param>
internal readonly record struct Word(string Text, WordKind Kind, bool IsName)
{
    public bool IsSign(char sign) => Kind == WordKind.Sign && Text.Length == 1 && Text[0] == sign;
}

/// <summary>What a <see cref="Word"/> is.</summary>
internal enum WordKind
{
    /// <summary>Letters, or letters and digits.</summary>
    Letters,

    /// <summary>Digits with what parts and groups them.</summary>
    Number,

    /// <summary>A mark of punctuation, a currency, a percent or degree sign.</summary>
    Sign,

    /// <summary>Japanese syllables that join words and end sentences.</summary>
    Kana,
}
