namespace ChatOpsBot.RagCore.Knowledge.Lexical.Snapshots;

/// <summary>A vocabulary as blocks.</summary>
internal static class VocabularyFile
{
    public const string Kind = "COBVOC01";

    public static void Write(BlockWriter writer, Vocabulary vocabulary)
    {
        var words = vocabulary.Words;
        writer.Write(vocabulary.Terms.ToArray());
        writer.Write([.. words.Select(word => word.Key)]);
        writer.Write<int>([.. words.Select(word => word.Value)]);
    }

    /// <exception cref="InvalidDataException">It is not as it was written, or was made with other stop words.</exception>
    public static Vocabulary Read(BlockReader reader)
    {
        var terms = reader.ReadTexts();
        var words = reader.ReadTexts();
        var numbers = reader.Read<int>(words.Length);
        reader.Complete();
        return new Vocabulary(terms, words, numbers);
    }
}
