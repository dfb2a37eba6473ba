namespace ChatOpsBot.RagCore.Knowledge;

/// <summary>Where a part of the original begins in the document's text.</summary>
/// <param name="Offset">First character in the document's text.</param>
/// <param name="Label">What people call the place, such as <c>page 3</c>, <c>slide 2</c> or <c>sheet "Leave"</c>.</param>
/// <param name="Anchor">What a link to the place ends in after the <c>#</c>, when the original can be opened there.</param>
public sealed record PlaceMark(int Offset, string Label, string? Anchor = null);
