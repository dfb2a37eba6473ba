namespace ChatOpsBot.RagCore.Usage;

/// <summary>
/// How fast calls of one kind may go: no span of time T holds more than <paramref name="Burst"/> + T / <paramref name="Interval"/> of them.
/// </summary>
/// <param name="Burst">So many at once.</param>
/// <param name="Interval">Then one in each of these.</param>
public readonly record struct Pace(int Burst, TimeSpan Interval);

/// <summary>What a call is counted by.</summary>
/// <param name="Key">Calls with one key share one pace.</param>
/// <param name="Pace">The pace.</param>
public readonly record struct PaceKey(string Key, Pace Pace);
