using ChatOpsBot.Channels.Teams;
using ChatOpsBot.Channels.Teams.Outbound;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.TestKit.Contracts;
using ChatOpsBot.TestKit.Teams.Connector;

namespace ChatOpsBot.Channels.UnitTests.Teams.Outbound;

/// <summary>What every answer of the Connector leads to: how often it is asked and what the turn is told.</summary>
public sealed class TeamsFailureTests : IAsyncLifetime
{
    private static readonly OutboundReply Answer = new(ReplySamples.Answer, default);

    private TeamsWorld _world = null!;

    public async Task InitializeAsync() => _world = await TeamsWorld.StartAsync();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Theory]
    [InlineData(400, "BadArgument", 1, DeliveryFailure.Permanent)]
    [InlineData(401, null, 2, DeliveryFailure.Transient)]
    [InlineData(403, "ForbiddenOperationException", 1, DeliveryFailure.Permanent)]
    [InlineData(403, null, 1, DeliveryFailure.Transient)]
    [InlineData(403, "InvalidBotApiHost", 1, DeliveryFailure.Transient)]
    [InlineData(404, "ConversationNotFound", 1, DeliveryFailure.Permanent)]
    [InlineData(404, null, 1, DeliveryFailure.Permanent)]
    [InlineData(407, null, 1, DeliveryFailure.Transient)]
    [InlineData(408, null, 1, DeliveryFailure.Ambiguous)]
    [InlineData(412, "PreconditionFailed", 3, DeliveryFailure.Transient)]
    [InlineData(413, "MessageSizeTooBig", 1, DeliveryFailure.Permanent)]
    [InlineData(429, "TooManyRequests", 3, DeliveryFailure.Transient)]
    [InlineData(500, "ServiceError", 1, DeliveryFailure.Ambiguous)]
    [InlineData(502, "BadGateway", 1, DeliveryFailure.Ambiguous)]
    [InlineData(503, "ServiceUnavailable", 3, DeliveryFailure.Transient)]
    [InlineData(504, null, 1, DeliveryFailure.Ambiguous)]
    [InlineData(302, null, 1, DeliveryFailure.Transient)]
    public async Task A_post_is_repeated_only_where_nothing_can_be_shown_twice(int status, string? code, int attempts, DeliveryFailure failure)
    {
        _world.Platform.Fail("post", [.. Enumerable.Repeat(TeamsFault.Answer(status, code), 5)]);

        var fault = await Assert.ThrowsAsync<DeliveryException>(async () => await _world.Channel.PostPlaceholderAsync(await _world.AskAsync("turn-a"), default));

        Assert.Equal((failure, attempts), (fault.Failure, _world.Count("post")));
        Assert.Equal($"teams post: {status} {code}".TrimEnd(), fault.Message);
    }

    [Fact]
    public async Task A_tenant_that_does_not_answer_is_left_alone_while_others_go_on()
    {
        _world.Platform.Fail("post", [.. Enumerable.Repeat(TeamsFault.Answer(500), 8)]);
        for (var i = 0; i < 8; i++)
        {
            var unclear = await Assert.ThrowsAsync<DeliveryException>(async () => await _world.Channel.PostPlaceholderAsync(await _world.AskAsync($"turn-{i}"), default));
            Assert.Equal(DeliveryFailure.Ambiguous, unclear.Failure);
        }

        var refused = await Assert.ThrowsAsync<DeliveryException>(async () => await _world.Channel.PostPlaceholderAsync(await _world.AskAsync("turn-9"), default));
        var other = _world.Target("turn-10", _world.NewAddress() with { Tenant = "other-tenant" });

        Assert.Equal((DeliveryFailure.Transient, "teams post: breaker_open"), (refused.Failure, refused.Message));
        Assert.InRange(refused.RetryAfter!.Value, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(5));
        Assert.Equal(8, _world.Count("post"));
        Assert.NotNull(await _world.Channel.PostPlaceholderAsync(other, default));
    }

    [Theory]
    [InlineData(401, null, 2, DeliveryFailure.Transient)]
    [InlineData(403, "ForbiddenOperationException", 1, DeliveryFailure.Permanent)]
    [InlineData(404, "ActivityNotFoundInConversation", 1, DeliveryFailure.Gone)]
    [InlineData(404, "ConversationNotFound", 1, DeliveryFailure.Permanent)]
    [InlineData(404, null, 1, DeliveryFailure.Gone)]
    [InlineData(408, null, 3, DeliveryFailure.Transient)]
    [InlineData(412, "PreconditionFailed", 3, DeliveryFailure.Transient)]
    [InlineData(429, "TooManyRequests", 3, DeliveryFailure.Transient)]
    [InlineData(500, "ServiceError", 1, DeliveryFailure.Transient)]
    [InlineData(502, "BadGateway", 3, DeliveryFailure.Transient)]
    [InlineData(503, null, 3, DeliveryFailure.Transient)]
    [InlineData(504, null, 3, DeliveryFailure.Transient)]
    public async Task An_update_may_be_repeated_but_not_for_ever(int status, string? code, int attempts, DeliveryFailure failure)
    {
        var target = await _world.AskAsync("turn-a");
        var receipt = await _world.Channel.PostPlaceholderAsync(target, default);
        _world.Platform.Fail("update", [.. Enumerable.Repeat(TeamsFault.Answer(status, code), 5)]);

        var fault = await Assert.ThrowsAsync<DeliveryException>(() => _world.Channel.UpdateAsync(target, receipt!, Answer, default));

        Assert.Equal((failure, attempts), (fault.Failure, _world.Count("update")));
    }

    [Theory]
    [InlineData(404, "ActivityNotFoundInConversation", 1, null)]
    [InlineData(410, null, 1, null)]
    [InlineData(500, null, 1, DeliveryFailure.Transient)]
    [InlineData(502, null, 3, DeliveryFailure.Transient)]
    [InlineData(504, null, 3, DeliveryFailure.Transient)]
    public async Task A_deletion_may_be_repeated_and_what_is_gone_is_gone(int status, string? code, int attempts, DeliveryFailure? failure)
    {
        var target = await _world.AskAsync("turn-a");
        var receipt = await _world.Channel.PostPlaceholderAsync(target, default);
        _world.Platform.Fail("delete", [.. Enumerable.Repeat(TeamsFault.Answer(status, code), 5)]);

        var fault = await Record.ExceptionAsync(() => _world.Channel.RemoveAsync(target, receipt!, default));

        Assert.Equal((failure, attempts), ((fault as DeliveryException)?.Failure, _world.Count("delete")));
    }

    [Theory]
    [InlineData("post", DeliveryFailure.Ambiguous, 1)]
    [InlineData("update", DeliveryFailure.Transient, 3)]
    public async Task A_connection_that_ends_says_nothing_about_the_call(string operation, DeliveryFailure failure, int attempts)
    {
        var target = await _world.AskAsync("turn-a");
        var receipt = operation == "update" ? await _world.Channel.PostPlaceholderAsync(target, default) : null;
        _world.Platform.Fail(operation, [.. Enumerable.Repeat(TeamsFault.Cut(TeamsEffect.None), 5)]);

        var fault = await Assert.ThrowsAsync<DeliveryException>(() => receipt is null
            ? _world.Channel.PostPlaceholderAsync(target, default)
            : _world.Channel.UpdateAsync(target, receipt, Answer, default));

        Assert.Equal((failure, attempts), (fault.Failure, _world.Count(operation)));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(412)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task Typing_is_tried_once_and_its_failure_is_nobodys(int status)
    {
        var address = _world.NewAddress(isPersonal: true);
        _world.Platform.Fail("typing", [.. Enumerable.Repeat(TeamsFault.Answer(status), 5)]);

        await _world.Client.TypeAsync(address, TeamsActivities.Typing(address), default);

        Assert.Equal(1, _world.Count("typing"));
    }

    [Fact]
    public async Task A_platform_that_cannot_be_reached_is_tried_again_later()
    {
        var address = _world.NewAddress() with { ServiceUrl = _world.Teams.ServiceUrl.AbsoluteUri };
        await _world.Channel.PostPlaceholderAsync(_world.Target("turn-a", address), default);
        await _world.Teams.DisposeAsync();

        var fault = await Assert.ThrowsAsync<DeliveryException>(() => _world.Channel.PostPlaceholderAsync(_world.Target("turn-b", address), default));

        Assert.Equal(DeliveryFailure.Transient, fault.Failure);
    }

    [Theory]
    [InlineData(7, 7)]
    [InlineData(1, 1)]
    [InlineData(null, 0.5)]
    public async Task A_wait_is_taken_as_told_and_else_grows(int? told, double least)
    {
        _world.Platform.Fail("post", TeamsFault.RateLimited(told));

        await _world.Channel.PostPlaceholderAsync(await _world.AskAsync("turn-a"), default);

        Assert.True(_world.SmallestGapAfterThrottling >= TimeSpan.FromSeconds(least), $"{_world.SmallestGapAfterThrottling}");
        Assert.Equal(2, _world.Count("post"));
    }

    [Fact]
    public async Task A_long_wait_goes_back_to_the_turn()
    {
        _world.Platform.Fail("post", TeamsFault.RateLimited(300));

        var fault = await Assert.ThrowsAsync<DeliveryException>(async () => await _world.Channel.PostPlaceholderAsync(await _world.AskAsync("turn-a"), default));

        Assert.Equal((DeliveryFailure.Transient, 1), (fault.Failure, _world.Count("post")));
        Assert.InRange(fault.RetryAfter!.Value, TimeSpan.FromSeconds(16), TimeSpan.FromSeconds(300));
    }

    [Theory]
    [InlineData("BotNotInConversationRoster")]
    [InlineData("BotDisabledByAdmin")]
    [InlineData("ConversationBlockedByUser")]
    [InlineData("MessageWritesBlocked")]
    public async Task A_conversation_closed_to_the_bot_is_left_alone_until_it_opens(string code)
    {
        var target = await _world.AskAsync("turn-a");
        var address = TeamsAddress.Read(target.Address);
        _world.Platform.Fail("post", TeamsFault.Answer(403, code));
        await Assert.ThrowsAsync<DeliveryException>(() => _world.Channel.PostPlaceholderAsync(target, default));

        var closed = await Assert.ThrowsAsync<DeliveryException>(() => _world.Channel.PostPlaceholderAsync(target, default));
        await _world.Channel.ShowProgressAsync(target, null, new TurnProgress("searching", null), default);
        var calls = _world.Platform.Calls.Count(call => call.Operation != "token");
        var other = await _world.Channel.PostPlaceholderAsync(_world.Target("turn-b", _world.NewAddress(isPersonal: true)), default);
        _world.Closed.Reopen(address.Tenant, address.Conversation);
        var reopened = await _world.Channel.PostPlaceholderAsync(target, default);

        Assert.Equal((DeliveryFailure.Permanent, 1), (closed.Failure, calls));
        Assert.NotNull(other);
        Assert.NotNull(reopened);
        Assert.Contains("[5507]", _world.Logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_the_platform_says_beyond_its_code_is_repeated()
    {
        _world.Platform.Fail("post", TeamsFault.Answer(400, "code with <b>SECRET</b> spaces"));

        var fault = await Assert.ThrowsAsync<DeliveryException>(async () => await _world.Channel.PostPlaceholderAsync(await _world.AskAsync("turn-a"), default));

        Assert.Equal("teams post: 400", fault.Message);
        Assert.DoesNotContain("SECRET", fault + _world.Logs.Text, StringComparison.Ordinal);
    }
}
