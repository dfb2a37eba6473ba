using ChatOpsBot.RagCore.Storage;
using ChatOpsBot.RagCore.Usage;
using ChatOpsBot.RagCore.Usage.Budgets;
using ChatOpsBot.RagCore.Usage.Quotas;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.UnitTests.Usage;

public sealed class UsageOptionsTests
{
    [Fact]
    public void Defaults_are_valid_and_limit_nothing()
    {
        Assert.True(new BudgetOptionsValidator().Validate(null, new BudgetOptions()).Succeeded);
        Assert.True(new QuotaOptionsValidator().Validate(null, new QuotaOptions()).Succeeded);
        Assert.True(new PersonKeyOptionsValidator().Validate(null, new PersonKeyOptions()).Succeeded);
        Assert.Null(new QuotaOptions().PlanOf("anybody"));
    }

    [Fact]
    public void A_budget_without_a_limit_names_its_key() => Refused("Usage:Budgets:0:Limit (0) must be between", new Budget());

    [Fact]
    public void A_budget_without_room_for_a_question_is_refused() => Refused("Usage:Budgets:0:Limit (0.01) has no room for one question", new Budget { Limit = 0.01m });

    [Fact]
    public void Two_budgets_of_one_kind_are_refused()
        => Refused("Usage:Budgets:1 is a second budget for acme/day", new Budget { Limit = 1, Tenant = "acme", Period = BudgetPeriod.Day }, new Budget { Limit = 2, Tenant = "acme", Period = BudgetPeriod.Day });

    [Fact]
    public void A_share_above_the_whole_is_refused() => Refused("Usage:Budgets:0:WarnAt (80) must be between 0 and 1.", new Budget { Limit = 1, WarnAt = 80 });

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void A_budget_or_plan_of_an_organisation_without_a_name_is_refused(string tenant)
    {
        Refused("Usage:Budgets:0:Tenant is empty", new Budget { Limit = 1, Tenant = tenant });
        var fault = Assert.Single(new QuotaOptionsValidator().Validate(null, new QuotaOptions { Plans = { new UsagePlan { Name = "a", Tenants = { "acme", tenant } } } }).Failures!);

        Assert.StartsWith("Usage:Plans:0:Tenants:1 is empty", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(BudgetPeriod.Month, 30, true)]
    [InlineData(BudgetPeriod.Month, 31, false)]
    [InlineData(BudgetPeriod.Day, 2, false)]
    public void A_budget_that_outlasts_the_memory_of_what_was_spent_is_refused(BudgetPeriod period, int days, bool refused)
    {
        var options = new BudgetOptions { Budgets = { new Budget { Limit = 1, Period = period } } };

        Assert.Equal(refused, new BudgetRetention(Options.Create(new StorageOptions { Retention = TimeSpan.FromDays(days) })).Validate(null, options).Failed);
    }

    [Fact]
    public void An_organisation_has_the_plan_that_names_it_or_the_one_that_names_nobody()
    {
        var options = new QuotaOptions { Plans = { new UsagePlan { Name = "free" }, new UsagePlan { Name = "paid", Tenants = { "acme" } } } };

        Assert.Equal("paid", options.PlanOf("acme")?.Name);
        Assert.Equal("free", options.PlanOf("other")?.Name);
        Assert.True(new QuotaOptionsValidator().Validate(null, options).Succeeded);
    }

    [Fact]
    public void An_organisation_with_two_plans_is_refused()
    {
        var options = new QuotaOptions { Plans = { new UsagePlan { Name = "a", Tenants = { "acme" } }, new UsagePlan { Name = "b", Tenants = { "acme" } }, new UsagePlan { Name = "c" }, new UsagePlan() } };

        var faults = new QuotaOptionsValidator().Validate(null, options).Failures!.ToList();

        Assert.Equal(3, faults.Count);
        Assert.Contains(faults, fault => fault.StartsWith("Usage:Plans:1:Tenants names acme", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith("Usage:Plans:3 names no organisation", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith("Usage:Plans:3:Name is missing", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("abc123")]
    [InlineData("changeme-changeme-changeme-changeme")]
    public void A_secret_that_is_none_is_refused_and_not_told(string secret)
    {
        var fault = Assert.Single(new PersonKeyOptionsValidator().Validate(null, new PersonKeyOptions { PersonSecret = secret }).Failures!);

        Assert.StartsWith("Usage:PersonSecret is", fault, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_person_s_key_tells_people_apart_and_not_who_they_are()
    {
        var keys = new PersonKeys(Options.Create(new PersonKeyOptions { PersonSecret = "one" }));
        var others = new PersonKeys(Options.Create(new PersonKeyOptions { PersonSecret = "two" }));
        var (tenant, slack) = (new RagCore.Conversations.TenantId("acme"), RagCore.Conversations.ChannelKind.Slack);

        var key = keys.Of(tenant, slack, "U0ANN");

        Assert.Equal(key, keys.Of(tenant, slack, "U0ANN"));
        Assert.NotEqual(key, keys.Of(tenant, slack, "U0BEN"));
        Assert.NotEqual(key, keys.Of(tenant, RagCore.Conversations.ChannelKind.Teams, "U0ANN"));
        Assert.NotEqual(key, keys.Of(new RagCore.Conversations.TenantId("other"), slack, "U0ANN"));
        Assert.NotEqual(key, others.Of(tenant, slack, "U0ANN"));
        Assert.DoesNotContain("ann", key, StringComparison.OrdinalIgnoreCase);
    }

    private static void Refused(string beginning, params Budget[] budgets)
    {
        var options = new BudgetOptions();
        budgets.ToList().ForEach(options.Budgets.Add);

        var fault = Assert.Single(new BudgetOptionsValidator().Validate(null, options).Failures!);

        Assert.StartsWith(beginning, fault, StringComparison.Ordinal);
    }
}
