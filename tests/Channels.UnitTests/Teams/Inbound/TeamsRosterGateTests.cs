using ChatOpsBot.Channels.Teams;
using ChatOpsBot.Channels.Teams.Outbound;
using ChatOpsBot.Channels.UnitTests.Teams.Outbound;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Turns;
using ChatOpsBot.TestKit.Teams;
using ChatOpsBot.TestKit.Teams.Connector;

namespace ChatOpsBot.Channels.UnitTests.Teams.Inbound;

/// <summary>Before something is quoted among several people, the bot knows who they are.</summary>
public sealed class TeamsRosterGateTests : IDisposable
{
    private const string Group = "19:group@thread.v2";
    private const string Channel = "19:ops@thread.tacv2";

    private static readonly TeamsMember Alice = new("alice", FakeTeams.TenantId);
    private static readonly TeamsMember Outsider = new("mallory", "99999999-9999-4999-8999-999999999999");

    private readonly TeamsInProcess _teams = new();

    public static TheoryData<string?, string?> Outsiders => new()
    {
        { Outsider.Tenant, "user" },
        { Outsider.Tenant, null },
        { FakeTeams.TenantId, "guest" },
        { FakeTeams.TenantId, "Guest" },
        { null, "anonymous" },
    };

    public static TheoryData<string?, string?> Colleagues => new()
    {
        { FakeTeams.TenantId.ToUpperInvariant(), "user" },
        { null, "user" },
        { null, null },
        { string.Empty, "owner" },
    };

    public void Dispose() => _teams.Dispose();

    [Theory]
    [MemberData(nameof(Outsiders))]
    public async Task Where_an_outsider_reads_along_the_bot_refuses_as_everywhere_else(string? tenant, string? role)
    {
        _teams.Platform.SetMembers(Group, Alice, new TeamsMember("mallory", tenant, role));

        Assert.Equal(GateRefusal.ExternalAudience(Asked(Group)), await CheckAsync(Asked(Group)));
    }

    [Theory]
    [MemberData(nameof(Colleagues))]
    public async Task Among_colleagues_it_answers(string? tenant, string? role)
    {
        _teams.Platform.SetMembers(Group, Alice, new TeamsMember("bob", tenant, role));

        Assert.Null(await CheckAsync(Asked(Group)));
    }

    [Fact]
    public async Task Many_questions_in_one_room_read_its_roster_once_in_five_minutes()
    {
        for (var question = 0; question < 30; question++)
        {
            Assert.Null(await CheckAsync(Asked($"{Channel};messageid={question}")));
        }

        var call = Assert.Single(Reads());
        Assert.Equal((Channel, "?pageSize=200"), (call.Request.Conversation, call.Request.Body));
        _teams.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Null(await CheckAsync(Asked($"{Channel};messageid=1")));
        Assert.Equal(2, Reads().Count);
    }

    [Fact]
    public async Task Rooms_are_judged_apart()
    {
        _teams.Platform.SetMembers(Group, Alice, Outsider);

        Assert.NotNull(await CheckAsync(Asked(Group)));
        Assert.Null(await CheckAsync(Asked(Channel)));
        Assert.NotNull(await CheckAsync(Asked(Group)));
        Assert.Equal(2, Reads().Count);
    }

    [Fact]
    public async Task After_people_came_the_roster_is_read_again()
    {
        Assert.Null(await CheckAsync(Asked(Group)));
        _teams.Platform.SetMembers(Group, Alice, Outsider);

        _teams.Roster.Forget(FakeTeams.TenantId, Group);

        Assert.NotNull(await CheckAsync(Asked(Group)));
    }

    [Fact]
    public async Task A_roster_that_changed_while_it_was_read_is_not_remembered()
    {
        using var slow = new TeamsInProcess(() => TimeSpan.FromMilliseconds(100));
        slow.Platform.Open(Group);
        var message = Asked(Group);
        var check = slow.Gate.CheckAsync(message, default).AsTask();
        slow.Roster.Forget(FakeTeams.TenantId, room: null);
        await slow.RunAsync(check);
        Assert.Null(await check);
        slow.Platform.SetMembers(Group, Alice, Outsider);

        var again = slow.Gate.CheckAsync(message, default).AsTask();

        await slow.RunAsync(again);
        Assert.NotNull(await again);
    }

    [Theory]
    [InlineData(201, 2)]
    [InlineData(2_000, 10)]
    public async Task An_outsider_on_a_later_page_is_found(int people, int pages)
    {
        _teams.Platform.SetMembers(Channel, [.. Enumerable.Repeat(Alice, people - 1), Outsider]);

        Assert.NotNull(await CheckAsync(Asked(Channel)));
        Assert.Equal(pages, Reads().Count);
    }

    [Fact]
    public async Task After_the_first_outsider_no_page_is_read()
    {
        _teams.Platform.SetMembers(Channel, [Outsider, .. Enumerable.Repeat(Alice, 1_000)]);

        Assert.NotNull(await CheckAsync(Asked(Channel)));
        Assert.Single(Reads());
    }

    [Fact]
    public async Task Of_a_channel_of_thousands_ten_pages_are_judged()
    {
        _teams.Platform.SetMembers(Channel, [.. Enumerable.Repeat(Alice, 5_000)]);

        Assert.Null(await CheckAsync(Asked(Channel)));
        Assert.Equal(10, Reads().Count);
    }

    [Theory]
    [InlineData(503, "ServiceUnavailable", 3)]
    [InlineData(500, "Oops", 1)]
    [InlineData(403, null, 1)]
    public async Task While_the_roster_cannot_be_read_the_question_waits_and_is_answered_later(int status, string? code, int attempts)
    {
        _teams.Platform.Fail("members", [.. Enumerable.Repeat(TeamsFault.Answer(status, code), attempts)]);

        var waits = await Assert.ThrowsAsync<TurnDeferredException>(() => CheckAsync(Asked(Group)));

        Assert.Equal("teams: the roster cannot be read", waits.Message);
        Assert.True(waits.Delay >= TimeSpan.FromSeconds(5));
        _teams.Time.Advance(waits.Delay);
        Assert.Null(await CheckAsync(Asked(Group)));
    }

    [Fact]
    public async Task A_roster_that_never_comes_is_given_up_in_half_a_minute()
    {
        _teams.Platform.Fail("members", [.. Enumerable.Repeat(TeamsFault.Hang(TeamsEffect.None), 10)]);
        var start = _teams.Time.GetUtcNow();

        await Assert.ThrowsAsync<TurnDeferredException>(() => CheckAsync(Asked(Group)));

        Assert.InRange(_teams.Time.GetUtcNow() - start, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(31));
    }

    [Theory]
    [InlineData(403, "Forbidden")]
    [InlineData(404, "ConversationNotFound")]
    [InlineData(405, null)]
    [InlineData(501, null)]
    public async Task Where_the_roster_may_not_be_read_the_person_is_sent_to_a_personal_chat(int status, string? code)
    {
        _teams.Platform.Fail("members", TeamsFault.Answer(status, code));

        var refusal = await CheckAsync(Asked(Group));

        Assert.Equal("unknown_audience", refusal?.Reason);
        Assert.Contains("personal chat", refusal!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_roster_of_nobody_is_none()
    {
        _teams.Platform.SetMembers(Group);

        Assert.Equal("unknown_audience", (await CheckAsync(Asked(Group)))?.Reason);
    }

    [Fact]
    public async Task A_roster_is_asked_of_known_hosts_only()
    {
        var message = Asked(Group, "https://evil.example/emea/");

        Assert.NotNull(await CheckAsync(message));
        Assert.Empty(_teams.Network.Addresses);
    }

    [Theory]
    [InlineData(Audience.Private)]
    [InlineData(Audience.External)]
    public async Task Nobody_is_counted_where_it_changes_nothing(Audience audience)
    {
        Assert.Null(await CheckAsync(Asked(Group) with { Audience = audience }));
        Assert.Null(await CheckAsync(Asked(Group) with { Conversation = new ConversationKey(TenantId.Default, ChannelKind.Slack, "T1/C1", "T1/C1/1") }));
        Assert.Empty(_teams.Platform.Calls);
    }

    [Theory]
    [InlineData(TeamsScope.Group)]
    [InlineData(TeamsScope.Channel)]
    public async Task Who_joins_or_leaves_makes_the_door_forget_the_roster(TeamsScope scope)
    {
        await using var bot = await TeamsBot.StartAsync();
        await bot.SendAsync(bot.Alice.Says("hello", scope));
        var address = TeamsAddress.Read(bot.Inbox.Accepted[^1].ReplyTo);
        bot.Platform.Open(address.Conversation);
        bot.Platform.SetMembers(address.Conversation, new TeamsMember("alice", TeamsPerson.Tenant));
        Assert.False(await bot.Get<TeamsRoster>().HasOutsidersAsync(address, default));
        bot.Platform.SetMembers(address.Conversation, Outsider);
        Assert.False(await bot.Get<TeamsRoster>().HasOutsidersAsync(address, default));

        await bot.SendAsync(bot.Alice.Meets("mallory", scope));
        bot.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(await bot.Get<TeamsRoster>().HasOutsidersAsync(address, default));
    }

    private InboundMessage Asked(string conversation, string serviceUrl = "https://smba.trafficmanager.net/emea/")
    {
        _teams.Platform.Open(conversation);
        var address = new TeamsAddress
        {
            ServiceUrl = serviceUrl,
            Tenant = FakeTeams.TenantId,
            Conversation = conversation,
            Activity = "1",
            Bot = TeamsWorld.Bot,
        };
        var now = _teams.Time.GetUtcNow();
        return new InboundMessage
        {
            TurnId = "turn",
            DeliveryId = "1",
            DedupeKeys = [],
            Conversation = new ConversationKey(TenantId.Default, ChannelKind.Teams, $"{FakeTeams.TenantId}/{conversation}", $"{FakeTeams.TenantId}/{conversation}"),
            Sender = new Sender("aad-alice", []),
            MessageId = "1",
            Text = "how many days of leave?",
            Audience = Audience.Shared,
            SentAt = now,
            ReceivedAt = now,
            Deadline = now + TimeSpan.FromHours(24),
            ReplyTo = address.ToReplyAddress(),
        };
    }

    private async Task<GateRefusal?> CheckAsync(InboundMessage message)
    {
        var check = _teams.Gate.CheckAsync(message, default).AsTask();
        await _teams.RunAsync(check);
        return await check;
    }

    private List<TeamsCallRecord> Reads() => [.. _teams.Platform.Calls.Where(call => call.Operation == "members")];
}
