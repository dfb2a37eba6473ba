using ChatOpsBot.RagCore.Answering.Rewriting;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Memory;

namespace ChatOpsBot.RagCore.UnitTests.Answering.Rewriting;

public sealed class FollowUpRewriterTests
{
    [Theory]
    [InlineData("How many days of annual leave do employees get?", "and for contractors?", "How many days of annual leave do contractors get?")]
    [InlineData("How many weeks of full pay do birth parents get?", "and adoptive parents?", "How many weeks of full pay do adoptive parents get?")]
    [InlineData("How many days of annual leave do employees get?", "What about parental leave?", "How many days of parental leave do employees get?")]
    [InlineData("What is the meal limit for dinner in Lisbon?", "and in Rotterdam?", "What is the meal limit for dinner in Rotterdam?")]
    [InlineData("What is the hotel limit in Leeds?", "what about London?", "What is the hotel limit in London?")]
    [InlineData("How early must the manager raise the request for a new employee?", "and for a contractor?", "How early must the manager raise the request for a contractor?")]
    [InlineData("What does VPN error ERR_4012 mean?", "and ERR_4020?", "What does VPN error ERR_4020 mean?")]
    [InlineData("How fast must a SEV1 be acknowledged?", "And a SEV3?", "How fast must a SEV3 be acknowledged?")]
    [InlineData("What is the weekly allowance for the primary in the UK?", "and for the secondary?", "What is the weekly allowance for the secondary in the UK?")]
    [InlineData("What is the API limit of the Professional plan?", "and for Enterprise?", "What is the API limit of the Enterprise plan?")]
    [InlineData("How much can a team lead approve?", "and a director?", "How much can a director approve?")]
    [InlineData("When are salaries paid in Leeds?", "in Lisbon?", "When are salaries paid in Lisbon?")]
    public void What_a_follow_up_names_takes_the_place_of_what_it_competes_with(string last, string followUp, string expected)
        => Assert.Equal(expected, FollowUpRewriter.Rewrite(followUp, [Asked(last)]).Text);

    [Theory]
    [InlineData("What is the minimum password length?", "what was it in the 2022 edition?", "What was the minimum password length in the 2022 edition?")]
    [InlineData("What is the hotel limit in Leeds?", "and how do I claim it?", "How do I claim the hotel limit in Leeds?")]
    [InlineData("Can I park in Lisbon?", "how much is it?", "How much is it to park in Lisbon?")]
    [InlineData("Who approves a laptop?", "what if they are on leave?", "What if they are on leave (approves laptop)?")]
    [InlineData("Can I park in Lisbon?", "Who is allowed there?", "Who is allowed there (park Lisbon)?")]
    public void A_pronoun_is_given_what_it_stands_for(string last, string followUp, string expected)
        => Assert.Equal(expected, FollowUpRewriter.Rewrite(followUp, [Asked(last)]).Text);

    [Theory]
    [InlineData("When are salaries paid in Leeds?", "why?", "Why are salaries paid in Leeds?")]
    [InlineData("How long is CCTV footage kept?", "why?", "Why is CCTV footage kept?")]
    [InlineData("Can I bring my kids?", "why not?", "Why not can I bring my kids?")]
    [InlineData("Which badge do contractors have?", "since when?", "Since when (badge contractors)?")]
    public void A_question_word_alone_is_asked_of_the_last_question(string last, string followUp, string expected)
        => Assert.Equal(expected, FollowUpRewriter.Rewrite(followUp, [Asked(last)]).Text);

    [Theory]
    [InlineData("How do I reset my password?")]
    [InlineData("How long does it take to get a laptop?")]
    [InlineData("Is it allowed to bring a dog to the office?")]
    [InlineData("vpn gateway for portugal")]
    [InlineData("ERR_5103 vpn")]
    [InlineData("then what about contractor timesheets, when are they due?")]
    [InlineData("And how do I reset my password?")]
    [InlineData("I lost my laptop on the train, when is it wiped remotely?")]
    [InlineData("")]
    [InlineData("?")]
    [InlineData("and")]
    public void A_question_that_stands_alone_is_left_as_it_was_asked(string question)
    {
        var thread = Enumerable.Repeat(Asked("What is the hotel limit in Leeds?"), 10).ToList();

        Assert.Equal(question, FollowUpRewriter.Rewrite(question, thread).Text);
    }

    [Theory]
    [InlineData("How many days of annual leave do employees get?", "no, I meant contractors", "How many days of annual leave do contractors get?")]
    [InlineData("How do I request a laptop in Leeds?", "not Leeds, Lisbon", "How do I request a laptop in Lisbon?")]
    [InlineData("What is the hotel limit in Leeds?", "sorry, outside Europe", "What is the hotel limit outside Europe?")]
    [InlineData("Who approves a discount above 20%?", "Sorry: above 35%", "Who approves a discount above 35%?")]
    [InlineData("When are salaries paid in Leeds?", "in Lisbon, I meant", "When are salaries paid in Lisbon?")]
    [InlineData("How much can a team lead approve?", "nein, ich meinte einen Director", "How much can a Director approve?")]
    public void What_is_put_right_takes_the_place_of_what_was_wrong(string last, string followUp, string expected)
        => Assert.Equal(expected, FollowUpRewriter.Rewrite(followUp, [Asked(last)]).Text);

    [Theory]
    [InlineData("How long does a laptop take in Lisbon?", "is Leeds faster?", "Is Leeds faster (long laptop take Lisbon)?")]
    [InlineData("How long is full sick pay in Portugal?", "longer than in Leeds?", "Longer than in Leeds (long full sick pay Portugal)?")]
    [InlineData("Does the commander have to hand over?", "after how many hours", "After how many hours does the commander have to hand over?")]
    [InlineData("Can an alert be silenced?", "for how long?", "For how long can an alert be silenced?")]
    [InlineData("Are promotions decided by a panel?", "when exactly?", "When exactly are promotions decided by a panel?")]
    public void What_is_compared_or_asked_more_closely_keeps_its_subject(string last, string followUp, string expected)
        => Assert.Equal(expected, FollowUpRewriter.Rewrite(followUp, [Asked(last)]).Text);

    [Theory]
    [InlineData("What is the hotel limit in Leeds?", "und in London?", "What is the hotel limit in London?")]
    [InlineData("How long does a laptop take in Leeds?", "et à Lisbonne ?", "How long does a laptop take in Lisbonne?")]
    [InlineData("What is the warranty of the Corvus?", "¿y para el Plover?", "What is the warranty of the Plover?")]
    [InlineData("Are windows in Lisbon kept closed?", "warum?", "Why are windows in Lisbon kept closed?")]
    [InlineData("Are windows in Lisbon kept closed?", "¿por qué?", "Why are windows in Lisbon kept closed?")]
    public void Short_follow_ups_in_another_language_are_understood(string last, string followUp, string expected)
        => Assert.Equal(expected, FollowUpRewriter.Rewrite(followUp, [Asked(last)]).Text);

    [Theory]
    [InlineData("no, thanks")]
    [InlineData("no, that is all")]
    [InlineData("No, how do I get a badge?")]
    [InlineData("thanks!")]
    [InlineData("ok")]
    [InlineData("Sorry, my laptop crashed on the train and the report is gone now")]
    public void What_only_sounds_like_a_correction_is_left_as_it_was_said(string message)
        => Assert.Equal(message, FollowUpRewriter.Rewrite(message, [Asked("What is the hotel limit in Leeds?")]).Text);

    [Fact]
    public void Without_a_thread_nothing_is_changed()
        => Assert.Equal("and for contractors?", FollowUpRewriter.Rewrite("and for contractors?", []).Text);

    [Fact]
    public void A_notice_in_between_is_passed_over()
    {
        Exchange[] thread = [Asked("When are salaries paid in Leeds?"), Asked("help", new NoticeReply("…", NoticeKind.Command))];

        Assert.Equal("When are salaries paid in Lisbon?", FollowUpRewriter.Rewrite("and in Lisbon?", thread).Text);
    }

    [Fact]
    public void A_thin_topic_is_searched_with_the_title_of_the_document_that_answered_but_never_says_it()
    {
        var citation = new Citation(1, "a.md", "v1", "Parking and Bicycles", [], null, "q", 0, 1, null);
        var reply = new AnswerReply([new AnswerStatement("x", [1])], [citation], AnswerMode.Extractive, Confidence.High, []);

        var question = FollowUpRewriter.Rewrite("how much is it?", [Asked("Where is the parking?", reply)]);

        Assert.Equal("How much is the parking?", question.Text);
        Assert.Equal("How much is the parking, Parking and Bicycles?", question.Searched());
    }

    [Fact]
    public void A_choice_that_was_offered_completes_the_question()
    {
        var reply = new ClarificationReply("Which office?", ["Leeds", "Lisbon"]);

        Assert.Equal("How long until a laptop – Lisbon?", FollowUpRewriter.Rewrite("lisbon", [Asked("How long until a laptop?", reply)]).Text);
    }

    private static Exchange Asked(string question, Reply? reply = null)
        => new("t", question, reply ?? new NoEvidenceReply(question, "1 document", "ask"), DateTimeOffset.UnixEpoch);
}
