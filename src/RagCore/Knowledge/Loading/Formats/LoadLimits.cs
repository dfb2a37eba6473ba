namespace ChatOpsBot.RagCore.Knowledge.Loading.Formats;

/// <summary>What one file may cost, whatever it says of itself.</summary>
internal static class LoadLimits
{
    /// <summary>Characters of text of one file.</summary>
    public const int MaxTextLength = 16 << 20;

    /// <summary>Entries of one archive.</summary>
    public const int MaxEntries = 10_000;

    /// <summary>Bytes that one archive may unpack to.</summary>
    public const long MaxExpandedBytes = 200L << 20;

    /// <summary>Times its packed size that an archive may unpack to, once it has passed <see cref="FreeExpandedBytes"/>.</summary>
    public const int MaxExpansion = 100;

    /// <summary>Bytes that any archive may unpack to.</summary>
    public const long FreeExpandedBytes = 4 << 20;

    /// <summary>Depth of the elements of one part.</summary>
    public const int MaxDepth = 256;

    /// <summary>Pages of one file.</summary>
    public const int MaxPages = 2_000;

    /// <summary>Columns of a sheet that are read.</summary>
    public const int MaxColumns = 256;
}
