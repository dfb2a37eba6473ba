namespace ChatOpsBot.RagCore.Knowledge.Watching;

/// <summary>How far a reading is. A source is looked through when its turn comes, so that more files may be found while others are read.</summary>
/// <param name="Read">How many files were read or skipped.</param>
/// <param name="Found">How many files were found so far that are new or changed.</param>
public readonly record struct ReadingProgress(int Read, int Found);
