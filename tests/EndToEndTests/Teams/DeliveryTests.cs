using System.Text.Json.Nodes;
using ChatOpsBot.TestKit.Teams;

namespace ChatOpsBot.EndToEndTests.Teams;

/// <summary>However often and in whatever order Teams delivers, a question is answered once.</summary>
public sealed class DeliveryTests : IAsyncLifetime
{
    private const string Welcome = "Ask me a question about your organisation's documents";
    private const string OnePostOneUpdate = "post 201, update 200";
    private const int Deliveries = 4;

    private FakeTeamsStage _stage = null!;

    public async Task InitializeAsync() => _stage = await FakeTeamsStage.StartAsync();

    public async Task DisposeAsync() => await _stage.DisposeAsync();

    [Fact]
    public async Task Delivered_four_times_at_once_in_two_conversations_each_question_is_answered_once()
    {
        var questions = QuestionsInTwoPlaces();

        await Task.WhenAll(questions.SelectMany(question => Enumerable.Range(0, Deliveries).Select(_ => _stage.DeliverAsync(question))));

        await EachIsAnsweredOnceAsync(questions);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(400)]
    public async Task Delivered_four_times_one_after_another_in_two_conversations_each_question_is_answered_once(int pauseMilliseconds)
    {
        var questions = QuestionsInTwoPlaces();

        await Task.WhenAll(questions.Select(async question =>
        {
            for (var i = 0; i < Deliveries; i++)
            {
                await _stage.DeliverAsync(question);
                await Task.Delay(pauseMilliseconds);
            }
        }));

        await EachIsAnsweredOnceAsync(questions);
    }

    [Fact]
    public async Task Delivered_again_after_its_answer_and_after_a_restart_a_question_is_answered_once()
    {
        var question = _stage.Person().Says(FakeTeamsStage.Question);
        var conversation = _stage.Open(question);
        await _stage.DeliverAsync(question);
        await _stage.WaitForAnswerAsync(conversation);

        await _stage.DeliverAsync(question);
        await _stage.SettleAsync();
        await _stage.StartBotAsync();
        await _stage.DeliverAsync(question);

        await EndsAsync(conversation);
    }

    [Fact]
    public async Task Stopped_between_question_and_answer_it_answers_where_the_question_came_from()
    {
        await RestartAsync(workers: 0);
        var questions = QuestionsInTwoPlaces();
        await Task.WhenAll(questions.Select(_stage.DeliverAsync));

        await RestartAsync();

        await EachIsAnsweredOnceAsync(questions);
    }

    [Fact]
    public async Task A_question_deleted_before_its_turn_is_not_answered()
    {
        await RestartAsync(workers: 0);
        var person = _stage.Person();
        var deleted = person.Says("How many days of annual leave do employees get in Portugal?");
        var kept = person.Says(FakeTeamsStage.Question);
        var conversation = _stage.Open(kept);

        await _stage.DeliverAsync(deleted);
        await _stage.DeliverAsync(kept);
        await _stage.DeliverAsync(person.Deletes(deleted));
        await RestartAsync();

        await _stage.WaitForAnswerAsync(conversation);
        await EndsAsync(conversation);
    }

    [Fact]
    public async Task A_question_edited_before_its_turn_is_answered_as_it_reads_now()
    {
        await RestartAsync(workers: 0);
        var person = _stage.Person();
        var question = person.Says("How many days of annual leave do employees get in Portugal?");
        var conversation = _stage.Open(question);

        await _stage.DeliverAsync(question);
        await _stage.DeliverAsync(person.Edits(question, FakeTeamsStage.Question));
        await RestartAsync();

        await _stage.WaitForAnswerAsync(conversation);
        await EndsAsync(conversation);
    }

    [Fact]
    public async Task Installed_twice_and_told_so_in_both_ways_it_welcomes_once()
    {
        var person = _stage.Person();
        var conversation = _stage.Open(person.Installs());

        await Task.WhenAll(_stage.DeliverAsync(person.Installs()), _stage.DeliverAsync(person.AddsTheBot()));
        await _stage.WaitForAnswerAsync(conversation, Welcome);
        await _stage.DeliverAsync(person.Installs());
        await _stage.DeliverAsync(person.AddsTheBot());

        await EndsAsync(conversation, Welcome);
    }

    private JsonObject[] QuestionsInTwoPlaces()
    {
        JsonObject[] questions = [_stage.Person("alice").Says(FakeTeamsStage.Question), _stage.Person("bob").Says(FakeTeamsStage.Question, TeamsScope.Channel)];
        Array.ForEach(questions, question => _stage.Open(question));
        return questions;
    }

    private async Task EachIsAnsweredOnceAsync(JsonObject[] questions)
    {
        var conversations = questions.Select(_stage.Open).ToList();
        foreach (var conversation in conversations)
        {
            await _stage.WaitForAnswerAsync(conversation);
        }

        await _stage.SettleAsync();
        Assert.All(conversations, conversation => _stage.AssertOneAnswer(conversation));
        Assert.All(conversations, conversation => Assert.Equal(OnePostOneUpdate, _stage.Sent(conversation)));
    }

    private async Task EndsAsync(string conversation, string answer = FakeTeamsStage.Answer)
    {
        await _stage.SettleAsync();
        _stage.AssertOneAnswer(conversation, answer);
        Assert.Equal(OnePostOneUpdate, _stage.Sent(conversation));
    }

    private async Task RestartAsync(int workers = 4)
    {
        await _stage.SettleAsync();
        await _stage.StartBotAsync(workers);
    }
}
