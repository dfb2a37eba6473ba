using System.Collections.Frozen;
using ChatOpsBot.RagCore.Knowledge.Analysis;

namespace ChatOpsBot.RagCore.Answering;

/// <summary>Tells messages that ask nothing: empty, a lone question mark, a greeting, thanks.</summary>
internal static class SmallTalk
{
    private const int LongestGreeting = 6;

    private static readonly FrozenSet<string> Words = new[]
    {
        "hi", "hello", "hey", "hiya", "yo", "howdy", "greetings", "good", "morning", "afternoon", "evening", "day", "there", "bot", "all", "everyone", "team",
        "thanks", "thank", "thx", "ty", "cheers", "you", "so", "very", "much", "great", "nice", "cool", "perfect", "ok", "okay", "bye", "goodbye",
        "test", "testing", "ping", "again", "a", "lot", "please", "for", "the", "your", "that", "this", "it", "is", "was", "helps", "helped", "help", "helpful", "works", "worked",
        "got", "fine", "super", "awesome", "excellent", "appreciated", "no", "yes", "problem", "welcome", "understood", "see", "later",
    }.SelectMany(TextAnalyzer.Analyze).Select(token => token.Term).ToFrozenSet(StringComparer.Ordinal);

    public static bool Recognize(string text)
    {
        var tokens = TextAnalyzer.Analyze(text);
        return tokens.Count <= LongestGreeting && tokens.All(token => Words.Contains(token.Term));
    }
}
