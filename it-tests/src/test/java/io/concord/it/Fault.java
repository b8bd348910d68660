package io.concord.it;

/** What can happen to a cluster of three that has a leader. A majority can go on through each but the last. */
enum Fault {
    LEADER_KILLED {
        @Override
        void strike(ChaosCluster chaos, String leader) {
            chaos.cluster().kill(leader);
        }
    },

    LEADER_PAUSED {
        @Override
        void strike(ChaosCluster chaos, String leader) {
            chaos.pause(leader);
        }
    },

    FOLLOWER_PAUSED {
        @Override
        void strike(ChaosCluster chaos, String leader) {
            chaos.pause(ChaosCluster.others(leader).get(0));
        }
    },

    /** Packets of and to the leader are lost; nobody is told. Clients reach it still. */
    LEADER_CUT_OFF {
        @Override
        void strike(ChaosCluster chaos, String leader) {
            for (var other : ChaosCluster.others(leader)) {
                chaos.links().stall(leader, other);
                chaos.links().stall(other, leader);
            }
        }

        @Override
        boolean cutsLeaderOff() {
            return true;
        }
    },

    /** The network between the leader and its peers breaks connections and refuses new ones. Clients reach it still. */
    LEADER_REFUSED {
        @Override
        void strike(ChaosCluster chaos, String leader) {
            ChaosCluster.others(leader).forEach(other -> chaos.links().refuse(leader, other));
        }

        @Override
        boolean cutsLeaderOff() {
            return true;
        }
    },

    /** The others do not hear the leader; it hears them. */
    LEADER_UNHEARD {
        @Override
        void strike(ChaosCluster chaos, String leader) {
            ChaosCluster.others(leader).forEach(other -> chaos.links().stall(leader, other));
        }
    },

    /** The leader does not hear the others; they hear it. */
    LEADER_DEAF {
        @Override
        void strike(ChaosCluster chaos, String leader) {
            ChaosCluster.others(leader).forEach(other -> chaos.links().stall(other, leader));
        }
    },

    /**
     * One follower is paused, and the other comes back meanwhile: it has to find the leader although the paused one, whose
     * kernel still accepts connections, never says a word on them.
     */
    FOLLOWER_RESTARTED_BESIDE_A_PAUSED_ONE {
        @Override
        void strike(ChaosCluster chaos, String leader) {
            var followers = ChaosCluster.others(leader);
            chaos.pause(followers.get(0));
            chaos.cluster().kill(followers.get(1));
            chaos.cluster().start(followers.get(1));
        }
    },

    ALL_KILLED {
        @Override
        void strike(ChaosCluster chaos, String leader) {
            ChaosCluster.ALL.forEach(chaos.cluster()::kill);
        }

        @Override
        boolean leavesMajority() {
            return false;
        }
    };

    abstract void strike(ChaosCluster chaos, String leader);

    boolean leavesMajority() {
        return true;
    }

    /** From its peers, in both directions; clients reach it, and are to be told so at once. */
    boolean cutsLeaderOff() {
        return false;
    }
}
