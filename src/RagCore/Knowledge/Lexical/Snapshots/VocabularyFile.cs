using ChatOpsBot.RagCore.Knowledge.Analysis;

namespace ChatOpsBot.RagCore.Knowledge.Lexical.Snapshots;

/// <summary>A vocabulary as blocks.</summary>
internal static class VocabularyFile
{
    public const string Kind = "COBVOC02";

    public static void Write(BlockWriter writer, Vocabulary vocabulary)
    {
        var languages = vocabulary.Words;
        writer.Write(vocabulary.Terms.ToArray());
        writer.Write<int>([languages.Count]);
        foreach (var words in languages)
        {
            writer.Write([.. words.Select(word => word.Key)]);
            writer.Write<int>([.. words.Select(word => word.Value)]);
        }
    }

    /// <exception cref="InvalidDataException">It is not as it was written, or was made with other stop words.</exception>
    public static Vocabulary Read(BlockReader reader)
    {
        var terms = reader.ReadTexts();
        var words = new (string[] Words, int[] Terms)[Math.Clamp(reader.Read<int>(1)[0], 1, Enum.GetValues<TextLanguage>().Length)];
        for (var language = 0; language < words.Length; language++)
        {
            var written = reader.ReadTexts();
            words[language] = (written, reader.Read<int>(written.Length));
        }

        reader.Complete();
        return new Vocabulary(terms, words);
    }
}
