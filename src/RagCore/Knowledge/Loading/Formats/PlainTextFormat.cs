namespace ChatOpsBot.RagCore.Knowledge.Loading.Formats;

/// <summary>Plain text, as it stands.</summary>
internal sealed class PlainTextFormat : IDocumentFormat
{
    public IReadOnlyList<string> Extensions { get; } = [".txt"];

    public FileContainer Container => FileContainer.Other;

    public Extraction Read(FormatInput input)
    {
        var text = Decode(input);
        return Extraction.Of(new ExtractedText(text, TextFormat.Plain) { IsFile = true, Kind = DocumentKindDetector.DetectPlain(text) });
    }

    /// <summary>Returns the file as text.</summary>
    /// <exception cref="LoadRefusedException">It is not text.</exception>
    internal static string Decode(FormatInput input)
    {
        var outcome = TextDecoder.Decode(input.Bytes.Span, out var text);
        return outcome is LoadOutcome.Loaded ? text : throw new LoadRefusedException(outcome);
    }
}
