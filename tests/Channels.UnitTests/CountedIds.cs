using System.Globalization;
using ChatOpsBot.RagCore.Diagnostics;

namespace ChatOpsBot.Channels.UnitTests;

/// <summary>Ids a test can foretell: turn1, turn2 …</summary>
internal sealed class CountedIds : IIdGenerator
{
    private int _last;

    public string NewId() => string.Create(CultureInfo.InvariantCulture, $"turn{Interlocked.Increment(ref _last)}");
}
