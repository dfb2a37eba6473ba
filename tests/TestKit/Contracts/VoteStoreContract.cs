using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Feedback;
using Xunit;

namespace ChatOpsBot.TestKit.Contracts;

/// <summary>What every vote store does, wherever it keeps its votes.</summary>
public abstract class VoteStoreContract
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TenantId Tenant = TenantId.Default;

    /// <summary>Opens an empty store.</summary>
    protected abstract Task<VotesUnderTest> OpenAsync();

    [Fact]
    public async Task A_vote_comes_back_as_it_was_stored()
    {
        await using var open = await OpenAsync();
        var vote = SampleTurns.Vote(VoteValue.Down);

        var stands = await open.Votes.PutAsync(vote, None);

        Assert.Equivalent(vote, stands, strict: true);
        Assert.Equivalent(vote, await open.Votes.FindAsync(Tenant, "turn-1", "U1", None), strict: true);
    }

    [Fact]
    public async Task A_vote_is_found_by_its_tenant_turn_and_voter_only()
    {
        await using var open = await OpenAsync();
        await open.Votes.PutAsync(SampleTurns.Vote(VoteValue.Up), None);

        Assert.Null(await open.Votes.FindAsync(new TenantId("other"), "turn-1", "U1", None));
        Assert.Null(await open.Votes.FindAsync(Tenant, "turn-2", "U1", None));
        Assert.Null(await open.Votes.FindAsync(Tenant, "turn-1", "U2", None));
        Assert.Equal(default, await open.Votes.TallyAsync(new TenantId("other"), "turn-1", None));
        Assert.Empty(await open.Votes.ListAsync(new TenantId("other"), 10, None));
    }

    [Fact]
    public async Task A_person_has_one_vote_and_the_later_one_stands()
    {
        await using var open = await OpenAsync();
        await open.Votes.PutAsync(SampleTurns.Vote(VoteValue.Up, 1), None);
        await open.Votes.PutAsync(SampleTurns.Vote(VoteValue.Down, 2), None);

        Assert.Equal(new VoteTally(0, 1), await open.Votes.TallyAsync(Tenant, "turn-1", None));
    }

    [Fact]
    public async Task An_older_vote_never_replaces_a_newer_one()
    {
        await using var open = await OpenAsync();
        await open.Votes.PutAsync(SampleTurns.Vote(VoteValue.Down, 2), None);

        var stands = await open.Votes.PutAsync(SampleTurns.Vote(VoteValue.Up, 1), None);

        Assert.Equal(VoteValue.Down, stands.Vote.Value);
        Assert.Equal(new VoteTally(0, 1), await open.Votes.TallyAsync(Tenant, "turn-1", None));
    }

    [Fact]
    public async Task Of_two_votes_cast_at_the_same_time_the_one_that_arrived_later_stands()
    {
        await using var open = await OpenAsync();
        await open.Votes.PutAsync(SampleTurns.Vote(VoteValue.Down, 1), None);

        var stands = await open.Votes.PutAsync(SampleTurns.Vote(VoteValue.Up, 1), None);

        Assert.Equal(VoteValue.Up, stands.Vote.Value);
    }

    [Fact]
    public async Task A_vote_taken_back_stands_and_counts_nothing()
    {
        await using var open = await OpenAsync();
        await open.Votes.PutAsync(SampleTurns.Vote(VoteValue.Up, 1), None);
        await open.Votes.PutAsync(SampleTurns.Vote(VoteValue.None, 3), None);
        await open.Votes.PutAsync(SampleTurns.Vote(VoteValue.Down, 2), None);

        Assert.Equal(VoteValue.None, (await open.Votes.FindAsync(Tenant, "turn-1", "U1", None))!.Vote.Value);
        Assert.Equal(default, await open.Votes.TallyAsync(Tenant, "turn-1", None));
        Assert.Empty(await open.Votes.ListAsync(Tenant, 10, None));
    }

    [Fact]
    public async Task The_votes_of_several_people_are_counted()
    {
        await using var open = await OpenAsync();
        await open.Votes.PutAsync(SampleTurns.Vote(VoteValue.Up, voter: "U1"), None);
        await open.Votes.PutAsync(SampleTurns.Vote(VoteValue.Up, voter: "U2"), None);
        await open.Votes.PutAsync(SampleTurns.Vote(VoteValue.Down, voter: "U3"), None);
        await open.Votes.PutAsync(SampleTurns.Vote(VoteValue.Down, voter: "U1", turn: "turn-2"), None);

        Assert.Equal(new VoteTally(2, 1), await open.Votes.TallyAsync(Tenant, "turn-1", None));
    }

    [Fact]
    public async Task Votes_are_listed_newest_first_up_to_the_limit()
    {
        await using var open = await OpenAsync();
        foreach (var (voter, second) in ((string, int)[])[("U1", 5), ("U2", 9), ("U3", 1), ("U4", 7)])
        {
            await open.Votes.PutAsync(SampleTurns.Vote(VoteValue.Up, second, voter), None);
        }

        var voters = (await open.Votes.ListAsync(Tenant, 3, None)).Select(vote => vote.Vote.VoterId);
        Assert.Equal(["U2", "U4", "U1"], voters);
    }

    [Fact]
    public async Task Of_votes_that_arrive_at_once_the_latest_cast_stands()
    {
        await using var open = await OpenAsync();

        await Task.WhenAll(Enumerable.Range(0, 40).Select(second => Task.Run(
            () => open.Votes.PutAsync(SampleTurns.Vote(second == 39 ? VoteValue.Up : VoteValue.Down, second), None))));

        Assert.Equal(new VoteTally(1, 0), await open.Votes.TallyAsync(Tenant, "turn-1", None));
    }
}

/// <summary>An open vote store.</summary>
public sealed record VotesUnderTest(IVoteStore Votes, IAsyncDisposable Resource) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Resource.DisposeAsync();
}
