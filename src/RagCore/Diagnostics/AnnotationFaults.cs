using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Diagnostics;

/// <summary>Says what annotations find wrong with options, in the words of the configuration. The value of a secret is never said.</summary>
internal static class AnnotationFaults
{
    private static readonly string[] SecretEndings = ["Secret", "Token", "Key", "Hash", "Password", "ConnectionString"];

    /// <summary>Returns one line for each fault of the options and of the items of their annotated lists.</summary>
    /// <param name="options">What was bound.</param>
    /// <param name="key">The key it was bound from.</param>
    public static IEnumerable<string> Of(object options, string key) =>
        from property in options.GetType().GetProperties()
        let value = property.GetValue(options)
        from fault in OfProperty(property, value, $"{key}:{property.Name}")
        select fault;

    private static IEnumerable<string> OfProperty(PropertyInfo property, object? value, string key)
    {
        var own = from rule in property.GetCustomAttributes<ValidationAttribute>()
                  where !Holds(rule, value)
                  select $"{key}{Shown(property.Name, value)} {Mend(rule)}";
        return property.IsDefined(typeof(ValidateEnumeratedItemsAttribute)) && value is IEnumerable items
            ? own.Concat(items.Cast<object>().SelectMany((item, index) => Of(item, $"{key}:{index}")))
            : own;
    }

    private static bool Holds(ValidationAttribute rule, object? value)
    {
        try
        {
            return rule.IsValid(value);
        }
        catch (OverflowException)
        {
            // Larger than the type the limits are written in.
            return false;
        }
    }

    private static string Shown(string name, object? value)
        => value is null or "" || SecretEndings.Any(ending => name.EndsWith(ending, StringComparison.Ordinal)) ? string.Empty : FormattableString.Invariant($" ({value})");

    private static string Mend(ValidationAttribute rule) => rule switch
    {
        RequiredAttribute => "is missing or empty. Set it.",
        RangeAttribute range => FormattableString.Invariant($"must be between {range.Minimum} and {range.Maximum}."),
        _ => rule.FormatErrorMessage("It"),
    };
}
