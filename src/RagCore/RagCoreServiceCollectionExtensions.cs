using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Access.Places;
using ChatOpsBot.RagCore.Commands;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Feedback;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Memory;
using ChatOpsBot.RagCore.Storage;
using ChatOpsBot.RagCore.Turns;
using ChatOpsBot.RagCore.Turns.Gates;
using ChatOpsBot.RagCore.Turns.HandOver;
using ChatOpsBot.RagCore.Usage;
using ChatOpsBot.RagCore.Usage.Budgets;
using ChatOpsBot.RagCore.Usage.Quotas;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers everything that answers questions and knows no channel.</summary>
public static class RagCoreServiceCollectionExtensions
{
    /// <summary>Adds what answers a question from documents: for the console and the evaluation, which open no store.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">Decides whether documents are searched by meaning too, and who puts passages in order.</param>
    public static IServiceCollection AddQuestionAnswering(this IServiceCollection services, IConfiguration configuration) => services
        .AddDiagnostics()
        .AddAccess()
        .AddKnowledge()
        .AddDocumentStore()
        .AddEmbeddings(configuration, provider => provider.GetRequiredService<ContentRoot>().Resolve(provider.GetRequiredService<IOptions<StorageOptions>>().Value.DataPath))
        .AddPrompts()
        .AddReranker(configuration)
        .AddChatModels(configuration)
        .AddSqlTools()
        .AddToolServers()
        .AddAnswering();

    /// <summary>Adds what keeps turns, without anything that runs them: for an operator's commands.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">Decides where turns are kept.</param>
    public static IServiceCollection AddTurnStorage(this IServiceCollection services, IConfiguration configuration) => services
        .AddDiagnostics()
        .AddInbox()
        .AddStorage(configuration, (provider, path) => provider.GetRequiredService<ContentRoot>().Resolve(path));

    /// <summary>Adds what reads documents and looks after an index that replicas share: for an operator's commands.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">Decides whether there is such an index.</param>
    public static IServiceCollection AddKnowledgeUpkeep(this IServiceCollection services, IConfiguration configuration) => services
        .AddQuestionAnswering(configuration)
        .AddIndexUpkeep(configuration);

    /// <summary>Adds the whole turn, from the inbox to the delivered reply.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">Decides where turns are kept.</param>
    public static IServiceCollection AddRagCore(this IServiceCollection services, IConfiguration configuration) => services
        .AddPlaces()
        .AddQuestionAnswering(configuration)
        .AddInbox()
        .AddMemory()
        .AddAttachments()
        .AddUsage()
        .AddFeedback()
        .AddCommands()
        .AddTurns()
        .AddKnowledgeSync()
        .AddPromptReload()
        .AddSqlToolCheck()
        .AddToolServerLinks()
        .AddStorage(configuration, (provider, path) => provider.GetRequiredService<ContentRoot>().Resolve(path));

    /// <summary>Adds what happens to turns because of people and not by itself: edits, deletions, questions to a person.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddTurnChanges(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<HandOverOptions>().BindConfiguration(HandOverOptions.SectionName);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HandOverOptions>, HandOverOptionsValidator>());
        services.TryAddSingleton<ReplyCards>();
        services.TryAddSingleton<RunningTurns>();
        services.TryAddSingleton<PlaceCleaner>();
        services.TryAddSingleton<PlaceRemoval>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IUninstallListener, UninstalledPlaces>());
        services.TryAddSingleton<ErrandRunner>();
        services.TryAddSingleton<ChangeDesk>();
        services.TryAddSingleton<HandOverDesk>();
        services.TryAddSingleton<ReportRecorder>();
        return services;
    }

    private static IServiceCollection AddDiagnostics(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IIdGenerator, TimeOrderedIdGenerator>();
#pragma warning disable RS0030 // The one place that hands out the process's random source; everybody else has it injected.
        services.TryAddSingleton(Random.Shared);
#pragma warning restore RS0030
        return services;
    }

    private static IServiceCollection AddInbox(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<InboxOptions>().BindConfiguration(InboxOptions.SectionName);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<InboxOptions>, InboxOptionsValidator>());
        return services;
    }

    private static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<AccessOptions>().BindConfiguration(AccessOptions.SectionName);
        services.TryAddSingleton<IAccessResolver, ConfiguredAccessResolver>();
        return services;
    }

    // Before the rights that have no place, which the console does with.
    private static IServiceCollection AddPlaces(this IServiceCollection services)
    {
        services.TryAddSingleton<PlaceBook>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPlaceData, PlaceBook>(provider => provider.GetRequiredService<PlaceBook>()));
        services.TryAddSingleton<ConfiguredAccessResolver>();
        services.TryAddSingleton<IAccessResolver, PlaceAccessResolver>();
        return services;
    }

    private static IServiceCollection AddMemory(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<MemoryOptions>().BindConfiguration(MemoryOptions.SectionName);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MemoryOptions>, MemoryOptionsValidator>());
        services.TryAddSingleton<IConversationMemory, InProcessConversationMemory>();
        services.TryAddSingleton<PersonalMemory>();
        return services;
    }

    private static IServiceCollection AddUsage(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<RateLimitOptions>().BindConfiguration(RateLimitOptions.SectionName);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RateLimitOptions>, RateLimitOptionsValidator>());
        services.TryAddSingleton<IRateLimiter, InProcessRateLimiter>();
        services.TryAddSingleton<IPaceKeeper, InProcessPaceKeeper>();
        services.AddOptionsWithValidateOnStart<PersonKeyOptions>().BindConfiguration(PersonKeyOptions.SectionName);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PersonKeyOptions>, PersonKeyOptionsValidator>());
        services.AddOptionsWithValidateOnStart<BudgetOptions>().BindConfiguration(BudgetOptions.SectionName);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<BudgetOptions>, BudgetOptionsValidator>());
        services.AddOptionsWithValidateOnStart<QuotaOptions>().BindConfiguration(QuotaOptions.SectionName);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<QuotaOptions>, QuotaOptionsValidator>());
        services.TryAddSingleton<PersonKeys>();
        services.TryAddSingleton<UsageMetrics>();
        services.TryAddSingleton<BudgetKeeper>();
        services.TryAddSingleton<SpendingDesk>();
        return services;
    }

    private static IServiceCollection AddFeedback(this IServiceCollection services)
    {
        services.TryAddSingleton<VoteRecorder>();
        return services;
    }

    private static IServiceCollection AddCommands(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ICommand, HelpCommand>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ICommand, SourcesCommand>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ICommand, ForgetCommand>());
        return services;
    }

    private static IServiceCollection AddTurns(this IServiceCollection services)
    {
        services.TryAddSingleton<TurnMetrics>();
        services.TryAddSingleton<RetrySchedule>();
        services.TryAddSingleton<TurnFailures>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IInboundGate, DeadlineGate>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IInboundGate, TenantGate>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IInboundGate, PlaceGate>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IInboundGate, RateLimitGate>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IInboundGate, AudienceGate>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IInboundGate, QuotaGate>());
        services.TryAddEnumerable(ServiceDescriptor.Scoped<ITurnHandler, HandOverHandler>());
        services.TryAddEnumerable(ServiceDescriptor.Scoped<ITurnHandler, CommandHandler>());
        services.TryAddEnumerable(ServiceDescriptor.Scoped<ITurnHandler, QuestionHandler>());
        services.AddTurnChanges();
        services.TryAddSingleton<ReplyDispatcher>();
        services.TryAddScoped<ReplyDecider>();
        services.TryAddScoped<TurnPipeline>();
        services.TryAddSingleton<CardRefresher>();
        services.AddHostedService<TurnWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<CardRefresher>());
        services.TryAddSingleton<BusyNotices>();
        services.AddHostedService(provider => provider.GetRequiredService<BusyNotices>());
        return services;
    }
}
