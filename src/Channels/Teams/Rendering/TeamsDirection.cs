using System.Text;
using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.Channels.Teams.Rendering;

/// <summary>Says which way a reply is read.</summary>
internal static class TeamsDirection
{
    public static bool IsRightToLeft(Reply reply) => reply switch
    {
        AnswerReply answer => IsRightToLeft(string.Concat(answer.Statements.Select(statement => statement.Text))),
        ClarificationReply clarification => IsRightToLeft(clarification.Question),
        HandOverReply handOver => IsRightToLeft(handOver.Question),
        NoticeReply notice => IsRightToLeft(notice.Text),
        _ => false,
    };

    // The first letter decides, as it does in the Unicode bidirectional algorithm.
    private static bool IsRightToLeft(string text) => text.EnumerateRunes().Where(Rune.IsLetter).Select(rune => IsRightToLeft(rune.Value)).FirstOrDefault();

    private static bool IsRightToLeft(int letter)
        => letter is (>= 0x0590 and <= 0x08FF) or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFC) or (>= 0x10800 and <= 0x10FFF) or (>= 0x1E800 and <= 0x1EFFF);
}
