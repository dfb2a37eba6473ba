namespace ChatOpsBot.RagCore.Knowledge;

/// <summary>The text of a document: at hand, or read where it is kept when it is first asked for.</summary>
internal sealed class DocumentText : IEquatable<DocumentText>
{
    private readonly Func<string>? _read;
    private string? _text;

    public DocumentText(string text) => (_text, Length) = (text, text.Length);

    /// <param name="length">How many characters it has.</param>
    /// <param name="read">Reads it; fails with <see cref="Conversations.StoreUnavailableException"/>.</param>
    public DocumentText(int length, Func<string> read) => (Length, _read) = (length, read);

    /// <summary>Gets its length in characters, which is known without reading it.</summary>
    public int Length { get; }

    /// <summary>Gets a value indicating whether asking for the text costs nothing.</summary>
    public bool IsAtHand => Volatile.Read(ref _text) is not null;

    /// <summary>Returns the text and keeps it.</summary>
    public string Read()
    {
        if (Volatile.Read(ref _text) is { } known)
        {
            return known;
        }

        var read = Peek();
        Volatile.Write(ref _text, read);
        return read;
    }

    /// <summary>Returns the text without keeping it, for who passes over many.</summary>
    public string Peek() => Volatile.Read(ref _text) ?? _read!();

    public bool Equals(DocumentText? other)
        => ReferenceEquals(this, other) || (other is not null && Length == other.Length && string.Equals(Peek(), other.Peek(), StringComparison.Ordinal));

    public override bool Equals(object? obj) => Equals(obj as DocumentText);

    public override int GetHashCode() => Length;
}
