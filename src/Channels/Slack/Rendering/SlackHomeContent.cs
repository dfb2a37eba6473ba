using ChatOpsBot.RagCore.Knowledge;

namespace ChatOpsBot.Channels.Slack.Rendering;

/// <summary>What the home of one person says.</summary>
/// <param name="Questions">The person's newest questions, newest first; null when they could not be read.</param>
/// <param name="Sources">What can be searched for the person; null when it could not be read.</param>
/// <param name="Kept">How long turns are stored.</param>
/// <param name="Remembered">How long a thread is remembered.</param>
/// <param name="Remark">What came of the last click.</param>
internal sealed record SlackHomeContent(IReadOnlyList<string>? Questions, IReadOnlyList<SourceSummary>? Sources, TimeSpan Kept, TimeSpan Remembered, string? Remark);
