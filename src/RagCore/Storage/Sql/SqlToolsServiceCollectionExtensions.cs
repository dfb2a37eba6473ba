using ChatOpsBot.RagCore.Answering.Tools;
using ChatOpsBot.RagCore.Storage.Sql;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers declared look-ups.</summary>
internal static class SqlToolsServiceCollectionExtensions
{
    internal static IServiceCollection AddSqlTools(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<SqlToolOptions>().BindConfiguration(SqlToolOptions.SectionName);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SqlToolOptions>, SqlToolOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SqlToolOptions>, SqlToolFolderValidator>());
        services.TryAddSingleton<SqlTools>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IToolSource, SqlTools>(provider => provider.GetRequiredService<SqlTools>()));
        return services;
    }

    /// <summary>Looks at the databases when the process starts.</summary>
    internal static IServiceCollection AddSqlToolCheck(this IServiceCollection services)
    {
        services.AddHostedService<SqlToolCheck>();
        return services;
    }
}
