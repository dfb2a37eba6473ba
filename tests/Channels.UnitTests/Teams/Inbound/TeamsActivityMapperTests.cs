using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Teams;
using ChatOpsBot.Channels.Teams.Inbound;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.TestKit.Teams;
using ChatOpsBot.TestKit.Time;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.UnitTests.Teams.Inbound;

public sealed class TeamsActivityMapperTests
{
    private const string ServiceUrl = "https://smba.trafficmanager.net/emea/";

    private readonly FixedTimeProvider _time = new();
    private readonly TeamsPerson _alice;
    private readonly TeamsActivityMapper _mapper;

    public TeamsActivityMapperTests()
    {
        _alice = new TeamsPerson(_time, ServiceUrl);
        _mapper = new TeamsActivityMapper(
            new TeamsConversations(Options.Create(new TeamsOptions { TenantId = TeamsPerson.Tenant, Tenant = "acme" })), new CountedIds(), _time);
    }

    [Fact]
    public void A_message_in_a_personal_chat_is_for_the_bot_and_private()
    {
        var message = Question(_alice.Says("How many days of leave?"));

        Assert.Equal("How many days of leave?", message.Text);
        Assert.Equal(Audience.Private, message.Audience);
        Assert.Equal(new TenantId("acme"), message.Conversation.Tenant);
        Assert.Equal($"{TeamsPerson.Tenant}/a:personal-alice", message.Conversation.ConversationId);
        Assert.Equal(message.Conversation.ConversationId, message.Conversation.ThreadId);
        Assert.Equal(_alice.ObjectId, message.Sender.Id);
        Assert.Equal("en-US", message.Locale);
    }

    [Theory]
    [InlineData("Wie viele Urlaubstage habe ich?", "de")]
    [InlineData("VPN", "en-US")]
    public void A_person_is_spoken_to_in_the_language_of_the_question_else_of_the_client(string text, string language)
        => Assert.Equal(language, Question(_alice.Says(text)).ReplyLanguage);

    [Fact]
    public void The_address_holds_all_that_an_answer_after_a_restart_needs()
    {
        var said = _alice.Says("x", TeamsScope.Channel, thread: "1700000000001");

        var address = TeamsAddress.Read(Question(said).ReplyTo);

        Assert.Equal(ServiceUrl, address.ServiceUrl);
        Assert.Equal(TeamsPerson.Tenant, address.Tenant);
        Assert.Equal("19:chan-incidents@thread.tacv2;messageid=1700000000001", address.Conversation);
        Assert.Equal((string?)said["id"], address.Activity);
        Assert.Equal(TeamsPerson.BotId, address.Bot);
        Assert.Equal("29:alice", address.Person);
        Assert.False(address.IsPersonal);
    }

    [Theory]
    [InlineData(TeamsScope.Group)]
    [InlineData(TeamsScope.Channel)]
    public void Among_several_people_only_a_mention_is_for_the_bot(TeamsScope scope)
    {
        Assert.Equal("hello", Question(_alice.Says("hello", scope)).Text);
        Assert.Equal(Audience.Shared, Question(_alice.Says("hello", scope)).Audience);
        Assert.Equal(TeamsResults.NotAddressed, Reason(_alice.Says("hello", scope, mentions: false)));
    }

    [Fact]
    public void Two_threads_of_a_channel_are_two_threads()
    {
        var one = Question(_alice.Says("x", TeamsScope.Channel, thread: "1"));
        var other = Question(_alice.Says("x", TeamsScope.Channel, thread: "2"));

        Assert.Equal(one.Conversation.ConversationId, other.Conversation.ConversationId);
        Assert.NotEqual(one.Conversation, other.Conversation);
    }

    [Fact]
    public void A_new_post_is_the_root_of_its_thread_even_when_its_conversation_does_not_say_so()
    {
        var post = _alice.Says("x", TeamsScope.Channel);
        post["conversation"]!["id"] = "19:chan-incidents@thread.tacv2";

        Assert.EndsWith($";messageid={post["id"]}", Question(post).Conversation.ThreadId, StringComparison.Ordinal);
    }

    [Fact]
    public void One_delivery_and_its_repetition_share_their_key_and_two_conversations_do_not()
    {
        var said = _alice.Says("x");
        var elsewhere = (JsonObject)said.DeepClone();
        elsewhere["conversation"]!["id"] = "a:other";

        Assert.Equal(Question(said).DedupeKeys, Question(said).DedupeKeys);
        Assert.NotEqual(Question(said).DedupeKeys, Question(elsewhere).DedupeKeys);
    }

    [Fact]
    public void A_tenant_and_a_person_are_the_same_however_they_are_spelled()
    {
        var said = _alice.Says("x");
        var shouted = (JsonObject)said.DeepClone();
        shouted["channelData"]!["tenant"]!["id"] = TeamsPerson.Tenant.ToUpperInvariant();
        shouted["conversation"]!["tenantId"] = TeamsPerson.Tenant.ToUpperInvariant();
        shouted["from"]!["aadObjectId"] = _alice.ObjectId.ToUpperInvariant();

        Assert.Equal(Question(said).DedupeKeys, Question(shouted).DedupeKeys);
        Assert.Equal(Question(said).Conversation, Question(shouted).Conversation);
        Assert.Equal(Question(said).Sender.Id, Question(shouted).Sender.Id);
    }

    [Fact]
    public void Bots_are_never_answered()
    {
        var own = _alice.Says("x");
        own["from"]!["id"] = TeamsPerson.BotId;
        var other = _alice.Says("x");
        other["from"]!["id"] = "28:another";
        var role = _alice.Says("x");
        role["from"]!["role"] = "bot";

        Assert.Equal(TeamsResults.Own, Reason(own));
        Assert.Equal(TeamsResults.OtherBot, Reason(other));
        Assert.Equal(TeamsResults.OtherBot, Reason(role));
    }

    [Theory]
    [InlineData("channelData", """{"tenant":{"id":"7f1f3d6a-0d0b-4d7c-9a55-0c0f6d1c0001"},"channel":{"type":"shared"}}""")]
    [InlineData("channelData", """{"tenant":{"id":"11111111-2222-3333-4444-555555555555"}}""")]
    public void Where_others_may_read_along_nothing_is_quoted(string member, string value)
    {
        var said = _alice.Says("x", TeamsScope.Channel);
        said[member] = JsonNode.Parse(value);

        Assert.Equal(Audience.External, Question(said).Audience);
    }

    [Theory]
    [InlineData("id")]
    [InlineData("from")]
    [InlineData("recipient")]
    [InlineData("conversation")]
    public void A_message_without_its_ids_is_no_message(string member)
    {
        var said = _alice.Says("x");
        said.Remove(member);
        if (member == "conversation")
        {
            said["conversation"] = new JsonObject { ["conversationType"] = "personal" };
        }

        Assert.Equal(TeamsResults.UnknownShape, Reason(said));
    }

    [Fact]
    public void Somebody_elses_card_is_no_question()
    {
        var submitted = _alice.Says(string.Empty);
        submitted["value"] = new JsonObject { ["x"] = 1 };

        Assert.Equal(TeamsResults.UnknownShape, Reason(submitted));
    }

    [Fact]
    public void An_edit_replaces_the_text_of_its_message()
    {
        var said = _alice.Says("old", TeamsScope.Group);

        var edit = Assert.IsType<TeamsMapping.Edit>(Map(_alice.Edits(said, "<at>ChatOpsBot</at> new"))).Change;

        Assert.Equal("new", edit.Text);
        Assert.Equal(Question(said).MessageId, edit.MessageId);
        Assert.Equal(Question(said).Conversation, edit.Conversation);
    }

    [Fact]
    public void A_deletion_removes_its_message_and_a_deletion_that_was_undone_does_not_ask_again()
    {
        var said = _alice.Says("x");
        var undone = _alice.Edits(said, "x");
        undone["channelData"]!["eventType"] = "undeleteMessage";

        Assert.Equal(Question(said).MessageId, Assert.IsType<TeamsMapping.Removal>(Map(_alice.Deletes(said))).Change.MessageId);
        Assert.Equal(TeamsResults.NotAddressed, Reason(undone));
    }

    [Fact]
    public void Both_activities_of_one_installation_are_one_welcome()
    {
        var installed = Assert.IsType<TeamsMapping.Installed>(Map(_alice.Installs())).Greeting;
        var added = Assert.IsType<TeamsMapping.Installed>(Map(_alice.AddsTheBot())).Greeting;

        Assert.Equal(installed.DedupeKeys, added.DedupeKeys);
        Assert.Null(TeamsAddress.Read(installed.ReplyTo).Activity);
        Assert.Equal("help", installed.Text);
    }

    [Theory]
    [InlineData("add-upgrade")]
    [InlineData("remove-upgrade")]
    public void An_upgrade_says_nothing(string action) => Assert.Equal(TeamsResults.NotAddressed, Reason(_alice.Installs(action)));

    [Fact]
    public void Another_tenants_installation_is_not_greeted()
        => Assert.Equal(TeamsResults.UnknownShape, Reason(new TeamsPerson(_time, ServiceUrl) { SpeaksIn = "22222222-2222-2222-2222-222222222222" }.Installs()));

    [Theory]
    [InlineData("typing")]
    [InlineData("messageReaction")]
    [InlineData("event")]
    [InlineData("somethingNew")]
    public void Kinds_that_mean_nothing_here_are_ignored(string type)
    {
        var activity = _alice.Says("x");
        activity["type"] = type;

        Assert.Equal(TeamsResults.UnknownType, Reason(activity));
    }

    [Theory]
    [InlineData("9999-12-31T23:59:59Z")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("yesterday")]
    [InlineData("")]
    public void An_impossible_time_is_our_own(string timestamp)
    {
        var said = _alice.Says("x");
        said["timestamp"] = timestamp;

        Assert.Equal(_time.GetUtcNow(), Question(said).SentAt);
    }

    private TeamsMapping Map(JsonObject activity) => _mapper.Map(TeamsActivity.Read(JsonDocument.Parse(activity.ToJsonString()).RootElement)!);

    private InboundMessage Question(JsonObject activity) => Assert.IsType<TeamsMapping.Question>(Map(activity)).Message;

    private string Reason(JsonObject activity) => Assert.IsType<TeamsMapping.Ignored>(Map(activity)).Reason;
}
