using System.Security.Cryptography;
using System.Text;

namespace ChatOpsBot.RagCore.Evaluation;

/// <summary>
/// Parts the questions of a set into two halves by their ids alone: what is tuned is tuned on one, and shown on the other. A question stays in its
/// half whatever questions are added or left out.
/// </summary>
public static class QuestionSplit
{
    /// <summary>Returns the half a question belongs to: the lowest bit of the first byte of the SHA-256 of its id.</summary>
    public static QuestionPart Of(string id) => (SHA256.HashData(Encoding.UTF8.GetBytes(id))[0] & 1) == 0 ? QuestionPart.Dev : QuestionPart.Test;

    /// <summary>Says whether a question is in a part.</summary>
    public static bool Holds(this QuestionPart part, string id) => part is QuestionPart.All || part == Of(id);
}

/// <summary>Which questions of a set are meant.</summary>
public enum QuestionPart
{
    All,
    Dev,
    Test,
}
