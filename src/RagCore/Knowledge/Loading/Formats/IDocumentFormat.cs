namespace ChatOpsBot.RagCore.Knowledge.Loading.Formats;

/// <summary>Reads files of one format.</summary>
internal interface IDocumentFormat
{
    /// <summary>Gets the ends of the names of such files, in lower case and with the dot.</summary>
    IReadOnlyList<string> Extensions { get; }

    /// <summary>Gets what the first bytes of such a file are.</summary>
    FileContainer Container { get; }

    /// <summary>Reads a file's text. It is bounded, follows no reference and runs nothing that the file holds.</summary>
    /// <exception cref="LoadRefusedException">The file cannot be read.</exception>
    Extraction Read(FormatInput input);
}
