namespace Slipway.Services.Pair;

/// <summary>Plans a pair: which of its ECS services is deployed, and how the traffic gets there.</summary>
internal static class PairPlan
{
    /// <param name="ledger">The side of the release that the ledger calls live; null: not known.</param>
    /// <param name="isRollback">Whether the traffic is to go back, and so all at once.</param>
    /// <param name="alone">Plans what is wanted of a side as if it were a service of its own.</param>
    /// <exception cref="DeployException">The traffic is shared out in a way that this tool does not leave behind.</exception>
    public static ServicePlan Of(
        Application application, DeployEnvironment environment, Infrastructure infrastructure, EcsService service, PairObservation seen, PairSide? ledger, bool isRollback,
        Func<PairSide, ServicePlan> alone)
    {
        RefuseSingle(service, seen);
        var groups = PairGroups.Of(infrastructure, service);
        var position = PairPosition.Of(service.Name, groups, seen, ledger);
        var (live, next) = (alone(position.Live), alone(position.Next));
        var choice = PairChoice.Of(
            position, seen, side => (side == position.Live ? live : next).TaskDefinition is TaskDefinitionStep.Keep,
            live is { TaskDefinition: TaskDefinitionStep.Keep, Service: ServiceStep.Update { Change.StartsDeployment: true } }, isRollback);

        var ecsName = EcsNames.Side(application, service, choice.Side);
        var plan = Tagged(choice.Side == position.Live ? live : next, choice.Side) with { EcsName = ecsName, Position = position, TargetGroup = groups.Of(choice.Side) };
        if (choice.Side == position.Next)
            plan = WithTasks(plan, seen.Of(choice.Side)?.Snapshot, service.DesiredCount.In(environment), seen.Of(position.Live)?.Snapshot);

        return choice.Moves ? plan with { Shift = Shift(plan, groups, position, choice, seen, (ServicePairRollout)service.Rollout.In(environment)) } : plan;
    }

    private static ShiftStep Shift(ServicePlan plan, PairGroups groups, PairPosition position, PairChoice choice, PairObservation seen, ServicePairRollout rollout)
    {
        var old = choice.Side.Other();
        return new ShiftStep(groups, choice.Side, position, TasksOf(plan, seen.Of(choice.Side)?.Snapshot))
        {
            Holds = choice.Holds ? rollout : null,
            OldTaskDefinition = seen.IsProven(old) ? seen.Of(old)!.Snapshot.TaskDefinition : null,
            RestoresFirst = choice.RestoresFirst,
        };
    }

    private static int TasksOf(ServicePlan plan, ServiceSnapshot? running) => plan.Service switch
    {
        ServiceStep.Create create => create.DesiredCount,
        ServiceStep.Update { Change.DesiredCount: { } count } => count,
        _ => running?.DesiredCount ?? 1,
    };

    private static ServicePlan Tagged(ServicePlan plan, PairSide side) => plan.Service is ServiceStep.Create create
        ? plan with { Service = create with { Tags = new SortedDictionary<string, string>(create.Tags.ToDictionary(), StringComparer.Ordinal) { ["slipway:side"] = side.Word() } } }
        : plan;

    /// <summary>The side that is to take over has as many tasks as the definition says, or as the other one has: that is what the traffic needs.</summary>
    private static ServicePlan WithTasks(ServicePlan plan, ServiceSnapshot? running, int? defined, ServiceSnapshot? live)
    {
        if ((defined ?? live?.DesiredCount) is not { } wanted)
            return plan;

        // Autoscaling moves the number, so that it is in no line, and with that not in the hash.
        var words = defined is null ? $"as many as {live!.Name} has" : null;
        switch (plan.Service)
        {
            case ServiceStep.Create create:
                return plan with { Service = create with { DesiredCount = wanted }, TasksOf = words };
            case ServiceStep.Follow:
            case ServiceStep.Update { Change.DesiredCount: not null }:
            case var _ when running is null || running.DesiredCount == wanted:
                return plan;
        }

        var reason = $"tasks: {words ?? $"{running.DesiredCount} -> {wanted}"}";
        return plan with
        {
            Service = plan.Service is ServiceStep.Update update
                ? update with
                {
                    Change = update.Change with { DesiredCount = wanted },
                    Undo = update.Undo with { DesiredCount = running.DesiredCount },
                    Reasons = [.. update.Reasons, reason],
                }
                : new ServiceStep.Update(
                    new ServiceChange { DesiredCount = wanted }, NewTaskDefinition: false, new ServiceChange { DesiredCount = running.DesiredCount }, [reason]),
        };
    }

    /// <summary>A service that was not a pair is in blue's target group, and would go on answering beside it.</summary>
    private static void RefuseSingle(EcsService service, PairObservation seen)
    {
        if (seen.Single is not { DesiredCount: > 0 } single)
            return;

        throw new DeployException(
            $"""
             {service.Name} is to be a pair, and the ECS service {single.Name} of before is still there with {single.DesiredCount} tasks. Nothing was changed.
               why  it answers in the target group that is blue's now, and nothing would replace it
               try  give the pair two target groups of its own in Infrastructure, deploy, move the listener's rule to them, and delete {single.Name}
                    or, where a gap does not matter: aws ecs delete-service --service {single.Name} --force, and deploy
             """,
            Verdict.Refused);
    }
}
