using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.TestKit.Time;

namespace ChatOpsBot.RagCore.UnitTests.Diagnostics;

public sealed class TimeOrderedIdGeneratorTests
{
    private readonly FixedTimeProvider _time = new();

    [Fact]
    public void Ids_are_of_one_length_and_of_harmless_characters()
    {
        var ids = Enumerable.Range(0, 1_000).Select(_ => new TimeOrderedIdGenerator(_time).NewId()).ToList();

        Assert.All(ids, id => Assert.Matches("^[0-9a-v]{26}$", id));
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public void A_later_id_sorts_later()
    {
        var generator = new TimeOrderedIdGenerator(_time);
        var first = generator.NewId();

        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True(string.CompareOrdinal(first, generator.NewId()) < 0);
    }

    [Fact]
    public void Two_ids_of_one_millisecond_differ_in_more_than_their_end()
    {
        var generator = new TimeOrderedIdGenerator(_time);

        Assert.NotEqual(generator.NewId()[10..], generator.NewId()[10..]);
    }
}
