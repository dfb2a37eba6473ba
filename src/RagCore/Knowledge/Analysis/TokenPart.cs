namespace ChatOpsBot.RagCore.Knowledge.Analysis;

/// <summary>One part of an identifier: where it stands in the scanner's buffer and in the text.</summary>
internal struct TokenPart
{
    public int BufferStart;
    public int BufferEnd;
    public int Start;
    public int End;
    public bool IsEnglish;

    /// <summary>The character that joins it to the part before it.</summary>
    public char Joint;
}
