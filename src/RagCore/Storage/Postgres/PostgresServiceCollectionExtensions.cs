using ChatOpsBot.RagCore.Conversations.Records;
using ChatOpsBot.RagCore.Feedback;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Storage.Postgres;
using ChatOpsBot.RagCore.Usage.Ledger;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers PostgreSQL as the truth.</summary>
internal static class PostgresServiceCollectionExtensions
{
    /// <summary>Registers the journal, the votes and <see cref="PostgresInbox"/>, which the spool stands before.</summary>
    public static IServiceCollection AddPostgres(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<PostgresOptions>().BindConfiguration(PostgresOptions.SectionName);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PostgresOptions>, PostgresOptionsValidator>());
        services.TryAddSingleton<PostgresDatabase>();
        services.TryAddSingleton<SchemaMigrator>();
        services.TryAddSingleton<InboxGauge>();
        services.TryAddSingleton<MessageDoor>();
        services.TryAddSingleton<StepWriter>();
        services.TryAddSingleton<LeaseKeeper>();
        services.TryAddSingleton<LeaseDesk>();
        services.TryAddSingleton<MessageChanges>();
        services.TryAddSingleton<ArrivalListener>();
        services.TryAddSingleton<TurnRetention>();
        services.TryAddSingleton<PostgresInbox>();
        services.TryAddSingleton<ITurnJournal, PostgresTurnJournal>();
        services.TryAddSingleton<IDeadLetters, PostgresDeadLetters>();
        services.TryAddSingleton<IVoteStore, PostgresVoteStore>();
        services.TryAddSingleton<IUsageLedger, PostgresUsageLedger>();
        services.TryAddSingleton<IRecordStore, PostgresRecordStore>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, PostgresService>());
        return services;
    }
}
